/**
 * A PostgreSQL server for development and tests, from what the machine has:
 * `npx tsx scripts/postgres.ts start` makes a cluster in data/postgres, starts it and prints its address; `stop` stops it.
 */
import { spawn } from 'node:child_process'
import { globSync, existsSync } from 'node:fs'
import { appendFile, chown, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import net from 'node:net'
import path from 'node:path'
import { Command, InvalidArgumentError } from 'commander'
import pg from 'pg'
import { answer, CommandError, withJson, type JsonOption } from '../src/cli/command.ts'
import { run } from '../src/cli/run.ts'

const root = path.resolve(import.meta.dirname, '..')
const oldest = 15
const windows = process.platform === 'win32'

/** Where installers put the programs that are not on the PATH, newest version first within each. */
const usualPlaces = [
  '/usr/lib/postgresql/*/bin',
  '/usr/pgsql-*/bin',
  '/opt/homebrew/opt/postgresql*/bin',
  '/usr/local/opt/postgresql*/bin',
  '/Applications/Postgres.app/Contents/Versions/*/bin',
  'C:/Program Files/PostgreSQL/*/bin',
]

const howToInstall =
  process.platform === 'darwin'
    ? 'brew install postgresql@17'
    : windows
      ? 'winget install PostgreSQL.PostgreSQL.17'
      : 'apt-get install postgresql, or the like of your system'

interface Done {
  code: number
  output: string
}

/** Runs one of PostgreSQL's programs as the given user and waits for it, not for the server it may leave running. */
function execute(
  program: string,
  args: string[],
  as: { uid?: number; gid?: number },
  cwd: string,
): Promise<Done> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...as, cwd, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.on('error', reject)
    child.on('exit', (code) => {
      // A moment for the last words: 'close' would wait for the server, which holds the same pipes.
      setTimeout(() => {
        child.stdout.destroy()
        child.stderr.destroy()
        resolve({ code: code ?? 1, output: output.trim() })
      }, 50)
    })
  })
}

/** The folder with initdb and pg_ctl of a version that is new enough: PGBIN, then the PATH, then the usual places. */
async function findPrograms(): Promise<string> {
  const byVersion = new Intl.Collator('en', { numeric: true })
  const places = [
    process.env.PGBIN ?? '',
    ...(process.env.PATH ?? '').split(path.delimiter),
    ...usualPlaces.flatMap((pattern) => globSync(pattern).sort((a, b) => byVersion.compare(b, a))),
  ]
  let tooOld = ''
  for (const place of places.filter((each) => each !== '')) {
    const wanted = ['initdb', 'pg_ctl', 'postgres'].map((name) =>
      path.join(place, windows ? `${name}.exe` : name),
    )
    if (!wanted.every((file) => existsSync(file))) continue
    const { output } = await execute(wanted[0] ?? '', ['--version'], {}, root)
    const version = Number(/(\d+)/.exec(output)?.[1])
    if (version >= oldest) return place
    tooOld = ` (version ${version} in ${place} is too old)`
  }
  throw new CommandError(
    `No PostgreSQL ${oldest} or later was found${tooOld}. Install it (${howToInstall}), or set PGBIN to the folder that holds initdb.`,
  )
}

/** PostgreSQL refuses to run as root: then it runs as `postgres` or `nobody`. Otherwise as whoever calls this. */
async function serverUser(): Promise<{ uid?: number; gid?: number }> {
  if (process.getuid?.() !== 0) return {}
  const accounts = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'))
  const account = ['postgres', 'nobody'].flatMap((name) => accounts.filter((fields) => fields[0] === name))[0]
  if (account === undefined)
    throw new CommandError('PostgreSQL does not run as root, and there is no user postgres or nobody.')
  return { uid: Number(account[2]), gid: Number(account[3]) }
}

/** A cluster: the folder it is in, the programs that work on it, and the user they run as. */
class Cluster {
  readonly dir: string
  private readonly programs: string
  private readonly user: { uid?: number; gid?: number }

  private constructor(dir: string, programs: string, user: { uid?: number; gid?: number }) {
    this.dir = dir
    this.programs = programs
    this.user = user
  }

  static async at(dir: string): Promise<Cluster> {
    return new Cluster(path.resolve(dir), await findPrograms(), await serverUser())
  }

  exists(): boolean {
    return existsSync(path.join(this.dir, 'PG_VERSION'))
  }

  /** The port of the running server, or undefined where none runs. */
  async port(): Promise<number | undefined> {
    if (!this.exists() || (await this.call('pg_ctl', 'status', '-D', this.dir)).code !== 0) return undefined
    // The fourth line of this file is the port: https://www.postgresql.org/docs/current/storage-file-layout.html
    const lines = (await readFile(path.join(this.dir, 'postmaster.pid'), 'utf8')).split('\n')
    return Number(lines[3])
  }

  /** Makes the folder a cluster. Whoever reaches 127.0.0.1 is trusted: it holds nothing but development data. */
  async create(throwaway: boolean): Promise<void> {
    await mkdir(this.dir, { recursive: true })
    if ((await readdir(this.dir)).length > 0) {
      throw new CommandError(
        `${this.dir} holds something that is not a PostgreSQL cluster. Empty it or choose another --dir.`,
      )
    }
    await this.lendFolder()
    await this.initialise()
    const speed = throwaway ? 'fsync = off\nfull_page_writes = off\n' : ''
    await appendFile(
      path.join(this.dir, 'postgresql.conf'),
      `\n# Crowfoot's own settings.\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = ''\nmax_connections = 200\n${speed}include_if_exists = 'port.conf'\n`,
    )
  }

  private async initialise(): Promise<void> {
    const common = ['-D', this.dir, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-instructions']
    // A language's own sorting, as most servers have it: what depends on the server's sorting then shows in tests.
    // The ctype must know UTF-8, or pg_trgm sees no letter beyond ASCII. Systems differ in which names they know.
    const attempts = [
      ['--locale-provider=icu', '--icu-locale=en', '--locale=C.UTF-8'],
      ['--locale-provider=icu', '--icu-locale=en', '--locale=en_US.UTF-8'],
      ['--locale=en_US.UTF-8'],
      ['--locale=C'],
    ]
    let output = ''
    for (const locale of attempts) {
      const made = await this.call('initdb', ...common, ...locale)
      if (made.code === 0) return
      output = made.output
    }
    throw new CommandError(`initdb failed: ${lastLine(output)}`)
  }

  async start(port: number): Promise<void> {
    await writeFile(path.join(this.dir, 'port.conf'), `port = ${port}\n`)
    const log = path.join(this.dir, 'server.log')
    const started = await this.call('pg_ctl', 'start', '-D', this.dir, '-l', log, '-w', '-t', '60')
    if (started.code !== 0)
      throw new CommandError(`The server did not start: ${lastLine(await readFile(log, 'utf8'))} (${log})`)
  }

  async stop(): Promise<void> {
    const stopped = await this.call('pg_ctl', 'stop', '-D', this.dir, '-m', 'fast', '-w', '-t', '60')
    if (stopped.code !== 0) throw new CommandError(`The server did not stop: ${lastLine(stopped.output)}`)
  }

  private call(program: string, ...args: string[]): Promise<Done> {
    return execute(path.join(this.programs, program), args, this.user, this.dir)
  }

  /** Gives the folder to the server's user, and makes sure that user can reach it. */
  private async lendFolder(): Promise<void> {
    const { uid, gid } = this.user
    if (uid === undefined || gid === undefined) return
    for (
      let parent = path.dirname(this.dir);
      parent !== path.dirname(parent);
      parent = path.dirname(parent)
    ) {
      if (((await stat(parent)).mode & 0o001) === 0) {
        throw new CommandError(
          `PostgreSQL does not run as root, and its user cannot enter ${parent}. Give a --dir elsewhere.`,
        )
      }
    }
    await chown(this.dir, uid, gid)
  }
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? ''
}

/** A port on which nothing listens: the wanted one if it is free, else one that the system chooses. */
function freePort(wanted = 0): Promise<number | undefined> {
  return new Promise((resolve) => {
    const probe = net.createServer()
    probe.on('error', () => resolve(undefined))
    probe.listen(wanted, '127.0.0.1', () => {
      const { port } = probe.address() as net.AddressInfo
      probe.close(() => resolve(port))
    })
  })
}

/** The port the cluster had last time, so that an address in .env stays right. */
async function lastPort(cluster: Cluster): Promise<number> {
  const text = await readFile(path.join(cluster.dir, 'port.conf'), 'utf8').catch(() => '')
  return Number(/port = (\d+)/.exec(text)?.[1] ?? 0)
}

async function choosePort(cluster: Cluster, asked: number | undefined): Promise<number> {
  if (asked !== undefined) {
    if ((await freePort(asked)) === undefined)
      throw new CommandError(`Port ${asked} is taken. Choose another --port.`)
    return asked
  }
  const port = (await freePort(await lastPort(cluster))) ?? (await freePort())
  if (port === undefined) throw new CommandError('This machine has no free port on 127.0.0.1.')
  return port
}

/** Makes the database `crowfoot` where there is none, and returns its address. */
async function ensureDatabase(port: number): Promise<string> {
  const address = (name: string) => `postgres://postgres@127.0.0.1:${port}/${name}`
  const client = new pg.Client({ connectionString: address('postgres') })
  await client.connect()
  try {
    const { rowCount } = await client.query("select 1 from pg_database where datname = 'crowfoot'")
    if (rowCount === 0) await client.query('create database crowfoot')
  } finally {
    await client.end()
  }
  return address('crowfoot')
}

interface Options extends JsonOption {
  dir: string
  port?: number
  throwaway?: boolean
}

async function start(options: Options): Promise<void> {
  const cluster = await Cluster.at(options.dir)
  let port = await cluster.port()
  if (port !== undefined && options.port !== undefined && options.port !== port) {
    throw new CommandError(`The server in ${cluster.dir} runs on port ${port} already. Stop it first.`)
  }
  if (port === undefined) {
    if (!cluster.exists()) await cluster.create(options.throwaway === true)
    port = await choosePort(cluster, options.port)
    await cluster.start(port)
  }
  const url = await ensureDatabase(port)
  answer(options, { url, port, dir: cluster.dir }, () => url)
}

async function stop(options: Options): Promise<void> {
  const cluster = await Cluster.at(options.dir)
  const running = (await cluster.port()) !== undefined
  if (running) await cluster.stop()
  answer(options, { stopped: running, dir: cluster.dir }, () =>
    running ? 'Stopped.' : 'No server was running.',
  )
}

function portNumber(text: string): number {
  const port = Number(text)
  if (Number.isInteger(port) && port > 0 && port < 65536) return port
  throw new InvalidArgumentError('A port is a number from 1 to 65535.')
}

const examples = `
Examples:
  npx tsx scripts/postgres.ts start              prints the address, to be used as DATABASE_URL or TEST_POSTGRES_URL
  npx tsx scripts/postgres.ts start --port 5433
  npx tsx scripts/postgres.ts stop`

const program = new Command('npx tsx scripts/postgres.ts')
  .usage('start|stop [options]')
  .description('Starts and stops a PostgreSQL server for development and tests, on 127.0.0.1 only.')
  .addHelpText('after', examples)
const data = path.join(root, 'data', 'postgres')
withJson(
  program.command('start').description('Make a cluster where there is none, start it, print its address'),
)
  .option('--dir <folder>', 'where the cluster is', data)
  .option('--port <number>', 'the port; without it, the last one or any free one', portNumber)
  .option('--throwaway', 'when made: quicker, and lost when the power goes; for tests')
  .action(start)
withJson(program.command('stop').description('Stop the server; the data stays'))
  .option('--dir <folder>', 'where the cluster is', data)
  .action(stop)

process.exitCode = await run(program, process.argv.slice(2))
