/**
 * What accounts cost: a sign-in beside its hash, a page for somebody signed in beside the visitor's, and the list while many
 * sign in. `npx tsx bench/accounts.ts [postgres://...]`; on SQLite without an address.
 */
import { execFile } from 'node:child_process'
import { Agent } from 'node:http'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { openDatabase } from '../src/db/engine/connection.ts'
import { now } from '../src/db/schema/time.ts'
import { hashPassword } from '../src/security/passwords/passwords.ts'
import { cookieName } from '../src/security/sessions/cookies.ts'
import { startSession } from '../src/security/sessions/session.ts'
import { databaseOf } from './load.ts'
import { load, median } from './measure.ts'
import type { Page } from './pages.ts'
import { start } from './server.ts'
import { signIn } from './sign-ins.ts'

const [postgres = ''] = process.argv.slice(2)
const items = 20_000
const password = 'a long enough password for this'
const signInsPerSecond = 20
const origin = 'http://127.0.0.1:4310'
const agent = new Agent({ keepAlive: true })

const url = await databaseOf(postgres ? 'postgresql' : 'sqlite', items, postgres)
const token = await addPupils(40)
const env = { DATABASE_URL: url, HOST: '127.0.0.1', PORT: '4310', BASE_URL: origin, LOG_LEVEL: 'info' }
const answered: { ms: number }[] = []
/** Of the sign-ins alone: what the benchmark does with each line of the log is counted as the list's. */
const onLog = (line: string) => {
  if (line.includes('"/login"')) answered.push(JSON.parse(line) as { ms: number })
}
const server = await start({ file: 'src/server.ts', env, ready: 'Crowfoot is ready', onLog })
try {
  const app = { origin, worked: () => server.worked() }
  console.log(`${postgres ? 'PostgreSQL' : 'SQLite'}, ${items} items, ${new Date().toISOString()}\n`)
  await signInsBesideHashes()
  for (const path of ['/items', `/items/${items / 2}`, '/']) await signedInBesideVisitor(path)
  await listWhileManySignIn()
  await listWhileManySignIn(200)

  async function signedInBesideVisitor(path: string) {
    const visitor: Page = { name: path, paths: [path], headers: {} }
    const pupil: Page = {
      ...visitor,
      headers: { cookie: `${cookieName('session', { baseUrl: origin })}=${token}` },
    }
    const ratios: number[] = []
    const works: number[] = []
    for (const page of [visitor, pupil]) await load(app, page, 1, 1)
    for (let round = 0; round < 15; round++) {
      const [one, two] = [await load(app, visitor, 1, 1), await load(app, pupil, 1, 1)]
      ratios.push(one.requestsPerSecond / two.requestsPerSecond)
      works.push(two.work / one.work)
    }
    console.log(
      `${path}, signed in: ${times(median(ratios))} the time of the visitor's, ${times(median(works))} its work`,
    )
  }

  /** @param rate how many lists are asked for in a second; without it the next one as soon as one is there */
  async function listWhileManySignIn(rate?: number) {
    const list: Page = { name: 'list', paths: ['/items'], headers: {} }
    const p99 = async () => (await load(app, list, rate ? 4 : 1, 3, rate)).p99
    const usual: number[] = []
    const meanwhile: number[] = []
    for (let round = 0; round < 12; round++) {
      usual.push(await p99())
      const signingIn = signInSteadily(4.5)
      await sleep(1000) // They have begun.
      meanwhile.push(await p99())
      const answers = await signingIn
      if (round === 0 && rate === undefined)
        console.log(`${signInsPerSecond} sign-ins a second answered ${answers}`)
    }
    // Each beside the one before it: what else the machine does comes and goes between the rounds.
    const ratios = meanwhile.map((during, round) => during / (usual[round] ?? NaN))
    console.log(
      `/items ${rate ? `at ${rate} a second` : 'one after the other'}, p99: ${ms(median(usual))} alone, ${ms(median(meanwhile))} meanwhile: ${times(median(ratios))} (rounds ${ratios.map((ratio) => ratio.toFixed(2)).join(', ')})`,
    )
  }
} finally {
  agent.destroy()
  await server.stop()
}

/** So many members with one password; the token of a session of the first. */
async function addPupils(count: number): Promise<string> {
  const database = await openDatabase(url)
  try {
    const hash = await hashPassword(password)
    const em = database.em()
    await em.execute(`delete from users where username like 'pupil%'`)
    for (let number = 1; number <= count; number++) {
      const name = `pupil${number}`
      await em.execute(
        `insert into users (username, username_key, email, email_key, password_hash, role_id, created_at, password_chosen_at)
         select ?, ?, ?, ?, ?, id, ?, ? from roles where name = 'member'`,
        [name, name, `${name}@localhost`, `${name}@localhost`, hash, now(), now()],
      )
    }
    const [{ id } = { id: 0 }] = await em.execute<{ id: number }[]>(
      `select id from users where username = 'pupil1'`,
    )
    return await startSession(em, id, 'benchmark')
  } finally {
    await database.close()
  }
}

/** In turns, so that what else the machine does bears on both. The first ones do not count: V8 is still compiling what they need. */
async function signInsBesideHashes() {
  const hashes: number[] = []
  const signIns: number[] = []
  for (let round = 0; round < 200; round++) {
    hashes.push(await timed(() => hashPassword(password)))
    signIns.push(await timed(() => signIn(origin, agent, `pupil${2 + (round % 30)}`, password)))
  }
  const inServer = answered.map((each) => each.ms)
  const [hash, asked, whole] = [hashes, signIns, inServer].map((each) => median(each.slice(50))) as [
    number,
    number,
    number,
  ]
  console.log(
    `a sign-in: ${ms(whole)} in the server (${ms(asked)} with the way there and back), its hash alone ${ms(hash)}: ${times(whole / hash)} (${times(asked / hash)})`,
  )
}

/** Begins so many a second, in a process of its own. @returns what it was answered, in words */
async function signInSteadily(seconds: number): Promise<string> {
  const args = [origin, String(seconds), String(signInsPerSecond), password]
  const file = path.join(import.meta.dirname, 'sign-ins.ts')
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', file, ...args])
  return stdout.trim()
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const before = performance.now()
  await work()
  return performance.now() - before
}

function ms(milliseconds: number): string {
  return `${milliseconds.toFixed(1)} ms`
}

function times(ratio: number): string {
  return `${ratio.toFixed(2)} times`
}
