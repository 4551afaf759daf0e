/** Writers that add items without pause, each under a name of its own, and know which of them were acknowledged. */
import { setTimeout as sleep } from 'node:timers/promises'
import { openDatabase } from '../src/db/engine/connection.ts'
import type { Reader } from '../src/db/engine/connection.ts'
import { upgrade } from '../src/db/migrate/index.ts'
import { createUser } from '../src/features/auth/commands.ts'
import { hashPassword } from '../src/security/passwords/passwords.ts'

export interface Account {
  username: string
  password: string
  /** The type of the items. */
  type: number
}

/** A migrated database with a member of the staff and one type. */
export async function makeStaff(url: string): Promise<Account> {
  await upgrade(url)
  const database = await openDatabase(url)
  try {
    const [username, password] = ['writer', 'a long enough password for a benchmark']
    const passwordHash = await hashPassword(password)
    await database.em().transactional(async (tx) => {
      await createUser(tx, {
        username,
        email: 'writer@localhost',
        passwordHash,
        role: 'staff',
        passwordChosen: true,
      })
    })
    const { id } = await (database.em().getKysely() as unknown as Reader)
      .insertInto('item_types')
      .values({ name: 'Thing', name_key: 'thing', description: '' })
      .returning('id')
      .executeTakeFirstOrThrow()
    return { username, password, type: id }
  } finally {
    await database.close()
  }
}

/** How often each title is stored. */
export async function countNames(url: string): Promise<Map<string, number>> {
  const database = await openDatabase(url)
  try {
    const rows = await database.db.selectFrom('items').select('title').execute()
    const counts = new Map<string, number>()
    for (const { title } of rows) counts.set(title, (counts.get(title) ?? 0) + 1)
    return counts
  } finally {
    await database.close()
  }
}

export class Writers {
  /** The titles for which the server answered that they are saved. */
  readonly acknowledged: string[] = []
  /** What else was answered, and how often; 0 where the connection broke off. */
  readonly refused = new Map<number, number>()
  readonly #type: string
  readonly #origin: string
  readonly #cookie: string
  readonly #work: Promise<void>[]
  #ended = false

  private constructor(origin: string, cookie: string, { type }: Account, count: number) {
    this.#origin = origin
    this.#cookie = cookie
    this.#type = String(type)
    this.#work = Array.from({ length: count }, (_, number) => this.#write(number))
  }

  /** Signs in once, and lets so many write at the same time. */
  static async begin(origin: string, account: Account, count: number): Promise<Writers> {
    return new Writers(origin, await signIn(origin, account), account, count)
  }

  /** Until so many more writes were acknowledged, but no longer than ten seconds. */
  async more(count: number): Promise<void> {
    const wanted = this.acknowledged.length + count
    for (let waited = 0; waited < 10_000 && this.acknowledged.length < wanted; waited += 20) await sleep(20)
  }

  async end(): Promise<void> {
    this.#ended = true
    await Promise.all(this.#work)
  }

  async #write(writer: number): Promise<void> {
    for (let number = 0; !this.#ended; number++) {
      const title = `Writer ${writer}, item ${number}`
      const fields = { title, type: this.#type }
      const status = await post(this.#origin, '/items', fields, this.#cookie).then(
        (answer) => answer.status,
        () => 0,
      )
      if (status === 303) this.acknowledged.push(title)
      else {
        this.refused.set(status, (this.refused.get(status) ?? 0) + 1)
        // Whoever is told to come back does not ask again at once: that would slow down the start that is measured.
        await sleep(100)
      }
    }
  }
}

async function signIn(origin: string, { username, password }: Account): Promise<string> {
  const answer = await post(origin, '/login', { username, password })
  const cookies = answer.headers.getSetCookie().map((line) => line.split(';')[0] ?? '')
  const session = cookies.find((each) => each.includes('session'))
  if (session === undefined) throw new Error(`Nobody was signed in: ${answer.status}`)
  return session
}

async function post(
  origin: string,
  address: string,
  fields: Record<string, string>,
  cookie?: string,
): Promise<Response> {
  const answer = await fetch(origin + address, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers: { origin, ...(cookie !== undefined && { cookie }) },
    redirect: 'manual',
    signal: AbortSignal.timeout(20_000),
  })
  await answer.arrayBuffer()
  return answer
}
