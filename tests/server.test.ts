/** Starting the server: what it does to an empty database, and what it says, in one line, when it cannot start. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { closeSync, existsSync, openSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import net from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import pg from 'pg'
import { afterEach, describe, expect, inject, it } from 'vitest'
import { upgrade } from '../src/db/migrate/index.ts'
import { projectRoot } from '../src/config.ts'
import { domain } from '../src/domain.ts'
import { createScratch } from './setup/scratch.ts'
import { serverUrl } from './setup/server.ts'

interface Run {
  output: string
  errors: string
  code: number | null
}

const running = new Set<() => Promise<Run>>()
afterEach(async () => {
  await Promise.all([...running].map((stop) => stop()))
  running.clear()
})

/** Starts the server until it says that it is ready, or has ended by itself. */
async function start(
  settings: Record<string, string>,
  standardOutput: 'pipe' | number = 'pipe',
): Promise<{ run: Run; url?: string; stop: () => Promise<Run>; kill: () => Promise<Run> }> {
  const child = spawn(process.execPath, ['src/server.ts'], {
    cwd: projectRoot,
    env: { ...process.env, PORT: '0', LOG_LEVEL: 'silent', ...settings },
    stdio: ['ignore', standardOutput, 'pipe'],
  })
  const run: Run = { output: '', errors: '', code: null }
  const ended = new Promise<Run>((resolve) => {
    child.once('exit', (code) => {
      run.code = code
      resolve(run)
    })
  })
  child.stderr?.on('data', (chunk: Buffer) => (run.errors += chunk.toString()))
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal)
    return ended
  }
  const stop = () => end('SIGTERM')
  const kill = () => end('SIGKILL')
  running.add(stop)
  const url = await new Promise<string | undefined>((resolve) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      run.output += chunk.toString()
      const ready = /Crowfoot is ready at (\S+)/.exec(run.output)
      if (ready) resolve(ready[1])
    })
    void ended.then(() => resolve(undefined))
  })
  return { run, stop, kill, ...(url !== undefined && { url }) }
}

let count = 0
async function folder(): Promise<string> {
  const path = join(inject('runFolder'), `start ünïcode ${++count}`)
  await mkdir(path)
  return path
}

async function freePort(): Promise<number> {
  const probe = net.createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as net.AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}

/** The answer of a server that may not listen yet. */
async function answerOf(url: string, options: RequestInit = {}): Promise<Response> {
  for (;;) {
    const answer = await fetch(url, options).catch(() => undefined)
    if (answer) return answer
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

const hash = async (file: string) =>
  createHash('sha256')
    .update(await readFile(file))
    .digest('hex')

describe('on an empty database', () => {
  it('fills it once, tells the password once, and keeps everything at the second start', async () => {
    const DATABASE_URL = `sqlite:${join(await folder(), 'new.db')}`
    const first = await start({ DATABASE_URL })
    expect(first.run.output).toMatch(
      new RegExp(`The sample catalogue was loaded: \\d+ ${domain.item.many}\\.`),
    )
    expect(first.run.output).toMatch(/with the password [a-z0-9]{4}(-[a-z0-9]{4}){3} \(shown only now\)/)
    const homeAt = async (url = '') => {
      // The search counts for the charts, and is ready a moment after the start: a list waits for it, the front page does without.
      expect((await fetch(`${url}/items?q=a`)).status).toBe(200)
      return (await (await fetch(url)).text()).replaceAll(url, 'http://here')
    }
    const home = await homeAt(first.url)
    expect(home).toContain(`<h1>${domain.tagline}</h1>`)
    expect(await first.stop()).toMatchObject({ code: 0, errors: '' })

    const second = await start({ DATABASE_URL })
    expect(second.run.output).not.toContain('password')
    expect(second.run.output).not.toContain('loaded')
    expect(await homeAt(second.url)).toBe(home)
  })

  it('puts the port that the system chose into its addresses and the names of its cookies', async () => {
    const { url = '' } = await start({ DATABASE_URL: `sqlite:${join(await folder(), 'port.db')}` })
    const home = await (await fetch(url)).text()
    expect(home).toContain(`<link rel="canonical" href="${url}/"`)
    const left = await fetch(`${url}/logout`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: url },
    })
    expect(left.headers.getSetCookie().join()).toContain(`crowfoot_session_${new URL(url).port}=;`)
  })

  it('is filled only once its port is taken: where that is in use, the password is not lost', async () => {
    const other = net.createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const file = join(await folder(), 'busy.db')
    const PORT = String((other.address() as net.AddressInfo).port)
    expect((await start({ PORT, DATABASE_URL: `sqlite:${file}` })).run.code).toBe(1)
    expect(existsSync(file)).toBe(false)
    other.close()
    expect((await start({ PORT, DATABASE_URL: `sqlite:${file}` })).run.output).toMatch(/with the password/)
  })

  it('stays empty when the start fails on the way, and is filled by the next one', async () => {
    const file = join(await folder(), 'halfway.db')
    await upgrade(`sqlite:${file}`)
    const inside = new DatabaseSync(file)
    inside.exec(`create trigger no_items before insert on items begin select raise(abort, 'not today'); end`)
    expect((await start({ DATABASE_URL: `sqlite:${file}` })).run).toMatchObject({ code: 1, output: '' })
    expect(inside.prepare('select count(*) as users from users').get()).toEqual({ users: 0 })
    inside.exec('drop trigger no_items')
    inside.close()
    expect((await start({ DATABASE_URL: `sqlite:${file}` })).run.output).toMatch(/with the password/)
  })

  // Every write to this device fails as on a full disk: https://man7.org/linux/man-pages/man4/full.4.html
  it.skipIf(!existsSync('/dev/full'))('stays empty when the password cannot be told', async () => {
    const file = join(await folder(), 'untold.db')
    const full = openSync('/dev/full', 'w')
    const { run } = await start({ DATABASE_URL: `sqlite:${file}` }, full)
    closeSync(full)
    expect(run).toMatchObject({ code: 1 })
    expect(run.errors).toMatch(/^Crowfoot cannot start: standard output cannot be written: .*ENOSPC.*\n$/)
    const inside = new DatabaseSync(file)
    expect(inside.prepare('select count(*) as users from users').get()).toEqual({ users: 0 })
    inside.close()
  })

  it('is filled once by two servers that start at the same moment', async () => {
    const DATABASE_URL = `sqlite:${join(await folder(), 'two.db')}`
    const both = await Promise.all([start({ DATABASE_URL }), start({ DATABASE_URL })])
    expect(both.map(({ run }) => run.errors)).toEqual(['', ''])
    expect(both.filter(({ run }) => run.output.includes('password'))).toHaveLength(1)
  })
})

describe('a start that is quick again', () => {
  /** Prints the address of each module that is loaded. */
  const listing = `data:text/javascript,${encodeURIComponent(`
    import { registerHooks } from 'node:module'
    registerHooks({ load: (url, context, next) => (console.log('loads', url), next(url, context)) })`)}`

  it('loads neither migrations nor what the other engine needs, where there is nothing to migrate', async () => {
    const DATABASE_URL = `sqlite:${join(await folder(), 'quick.db')}`
    const loaded = async () => {
      const { run, stop } = await start({ DATABASE_URL, NODE_OPTIONS: `--import ${listing}` })
      await stop()
      return run.output.match(/^loads .+$/gm) ?? []
    }
    const unneeded = /[/](db[/]migrations|db[/]migrate[/]core[/]run|pg[/]lib|@mikro-orm[/]postgresql)/
    expect((await loaded()).filter((url) => /db[/]migrat/.test(url)).length).toBeGreaterThan(50)
    const again = await loaded()
    expect(again.length).toBeGreaterThan(500)
    expect(again.filter((url) => unneeded.test(url))).toEqual([])
  })

  it('keeps what V8 has compiled before it is killed', async () => {
    const here = await folder()
    const settings = {
      DATABASE_URL: `sqlite:${join(here, 'killed.db')}`,
      NODE_COMPILE_CACHE: join(here, 'cache'),
    }
    const { url, kill } = await start(settings)
    expect(url).toBeDefined()
    const isKept = async () => (await readdir(settings.NODE_COMPILE_CACHE, { recursive: true })).length > 500
    await expect.poll(isKept, { timeout: 10_000 }).toBe(true)
    await kill()
  })
})

describe('while it listens and is not ready', () => {
  it('asks everybody to come back, and does what was asked once it is', async () => {
    const place = await folder()
    await mkdir(join(place, 'snapshots'))
    // The migration waits for whoever holds this lock.
    const lock = new DatabaseSync(join(place, 'snapshots', 'migrating.lock'))
    lock.exec('begin exclusive')
    const PORT = String(await freePort())
    const started = start({ PORT, DATABASE_URL: `sqlite:${join(place, 'slow.db')}` })
    const home = await answerOf(`http://127.0.0.1:${PORT}/items?q=x`)
    expect([home.status, home.headers.get('retry-after')]).toEqual([503, '2'])
    const posted = await answerOf(`http://127.0.0.1:${PORT}//`, { method: 'POST', body: 'x'.repeat(100_000) })
    expect(posted.status).toBe(503)
    const health = await answerOf(`http://127.0.0.1:${PORT}/health`)
    expect([health.status, await health.json()]).toEqual([
      503,
      { status: 'unavailable', database: 'starting' },
    ])
    lock.exec('rollback')
    lock.close()
    const { url } = await started
    expect((await answerOf(`${url ?? ''}/health`)).status).toBe(200)
  })
})

describe.skipIf(serverUrl === undefined)(
  'a read that takes long (needs a server: set TEST_POSTGRES_URL)',
  () => {
    it('ends on PostgreSQL when the client has gone, and when the program is told to stop', async () => {
      const scratch = await createScratch('postgresql')
      const DATABASE_URL = scratch.target as string
      const client = new pg.Client({ connectionString: DATABASE_URL })
      await client.connect()
      try {
        const { url, stop } = await start({ DATABASE_URL })
        // Then the process that searches has read what it keeps in memory.
        expect((await fetch(`${url}/items?q=e`)).status).toBe(200)
        await client.query('alter table creators rename to all_creators')
        // Slow for `heavy` alone, whose statements may take longest: it reads the creators in the order of their names.
        await client.query(`
          create view creators as select * from all_creators
          where case when current_setting('statement_timeout') = '2min' then pg_sleep(0.2) is not null else true end`)
        const underWay = async () => {
          const { rows } = await client.query<{ count: number }>(`
          select cast(count(*) as integer) as count from pg_stat_activity
          where datname = current_database() and state = 'active' and pid <> pg_backend_pid()`)
          return rows[0]?.count
        }
        const begin = async () => {
          const gone = new AbortController()
          const answer = fetch(`${url}/creators`, { signal: gone.signal }).catch(() => undefined)
          await expect.poll(underWay, { timeout: 5_000 }).toBeGreaterThan(0)
          return { gone, answer }
        }

        const first = await begin()
        first.gone.abort()
        await first.answer
        // Sooner than what a page may wait for.
        await expect.poll(underWay, { timeout: 4_000 }).toBe(0)

        const second = await begin()
        expect(await stop()).toMatchObject({ code: 0, errors: '' })
        expect(await underWay()).toBe(0)
        await second.answer
      } finally {
        await client.end()
        await scratch.remove()
      }
    })
  },
)

describe('when it cannot start it says so in one line and leaves everything as it was', () => {
  const refuses = async (settings: Record<string, string>, words: RegExp) => {
    const { run } = await start(settings)
    expect(run.code).toBe(1)
    expect(run.errors).toMatch(words)
    expect(run.errors.trim().split('\n')).toHaveLength(1)
    expect(run.errors).toMatch(/^Crowfoot cannot start: /)
    expect(run.output).toBe('')
  }
  /** Refused, with the file and its folder as they were. */
  const refusesFile = async (file: string, words: RegExp) => {
    const before = await hash(file)
    await refuses({ DATABASE_URL: `sqlite:${file}` }, words)
    expect(await hash(file)).toBe(before)
    expect(existsSync(`${file}-wal`) || existsSync(`${file}-journal`)).toBe(false)
  }

  it('a folder that is not there, such as a disk that is not mounted', async () => {
    const file = join(await folder(), 'absent', 'c.db')
    await refuses({ DATABASE_URL: `sqlite:${file}` }, /The folder of .*absent.* does not exist/)
    expect(existsSync(join(file, '..'))).toBe(false)
  })

  it('a folder in place of the file', async () => {
    await refuses({ DATABASE_URL: `sqlite:${await folder()}` }, /cannot be opened: it is a folder/)
  })

  it('a file that is no database', async () => {
    const file = join(await folder(), 'notes.txt')
    await writeFile(file, 'My shopping list\n'.repeat(100))
    await refusesFile(file, /not a SQLite database/)
  })

  it('a database of another application', async () => {
    const file = join(await folder(), 'other.db')
    const other = new DatabaseSync(file)
    other.exec('create table bookmarks (url text); insert into bookmarks values (1)')
    other.close()
    await refusesFile(file, /belongs to another application/)
  })

  it('a database that another program holds', async () => {
    const file = join(await folder(), 'held.db')
    await upgrade(`sqlite:${file}`)
    const holder = new DatabaseSync(file)
    holder.exec('pragma locking_mode = exclusive; pragma journal_mode = delete; begin exclusive')
    await refuses({ DATABASE_URL: `sqlite:${file}` }, /locked by another program/)
    holder.exec('rollback')
    holder.close()
  })

  it('a database of a newer version', async () => {
    const file = join(await folder(), 'newer.db')
    await upgrade(`sqlite:${file}`)
    const newer = new DatabaseSync(file)
    newer.exec(
      `insert into crowfoot_revisions (id, message, checksum, applied_at) values ('9999_from_the_future', 'x', 'x', '2030-01-01T00:00:00.000Z')`,
    )
    newer.exec('pragma journal_mode = delete')
    newer.close()
    await refuses({ DATABASE_URL: `sqlite:${file}` }, /9999_from_the_future/)
  })

  it('a server that cannot be reached, without showing its password', async () => {
    const { run } = await start({ DATABASE_URL: 'postgres://ada:secret@127.0.0.1:1/crowfoot' })
    expect(run).toMatchObject({ code: 1 })
    expect(run.errors).toMatch(/^Crowfoot cannot start: cannot reach .*127\.0\.0\.1:1.*\n$/)
    expect(run.errors).not.toContain('secret')
  })

  it.each([
    ['PORT', '99999'],
    ['PORT', 'http'],
    ['DATABASE_URL', 'mysql://x'],
    ['PUBLIC_CATALOGUE', 'perhaps'],
    ['BASE_URL', 'catalogue'],
    ['HOST', '999.1.1.1'],
    ['HOST', 'a/b'],
  ])('the setting %s=%s', async (name, value) => {
    await refuses({ [name]: value }, new RegExp(`${name} .*${value}`))
  })

  it('a port in use', async () => {
    const other = net.createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as net.AddressInfo
    const { run } = await start({
      PORT: String(port),
      DATABASE_URL: `sqlite:${join(await folder(), 'c.db')}`,
    })
    expect(run).toMatchObject({ code: 1 })
    expect(run.errors).toMatch(new RegExp(`^Crowfoot cannot start: port ${String(port)} is in use.*\n$`))
    other.close()
  })
})
