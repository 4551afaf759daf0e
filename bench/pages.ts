/** The pages that are measured, and what each costs the database: the SQL it sends and the bytes it answers. */
import { pino } from 'pino'
import { createApp } from '../src/app.tsx'
import { readConfig } from '../src/config.ts'
import { openDatabase } from '../src/db/engine/connection.ts'
import type { Database } from '../src/db/engine/connection.ts'
import { topCounts } from '../src/db/reading/counts.ts'
import { recordQueries } from '../src/db/engine/query-log.ts'
import { now } from '../src/db/schema/time.ts'
import { loadAssets } from '../src/http/assets.ts'
import { cookieName } from '../src/security/sessions/cookies.ts'
import { startSession } from '../src/security/sessions/session.ts'

export interface Page {
  name: string
  /** One that repeats, or many that are asked for in turn. */
  paths: string[]
  /** What the request must carry: the JSON list is for those who may export. */
  headers: Record<string, string>
}

/** A page's work without the application: what the floor does. */
export interface Work {
  path: string
  queries: { sql: string; parameters: readonly unknown[] }[]
  bytes: number
}

export const pageNames = ['home', 'list', 'page 100', 'creator', 'category', 'both', 'item', 'json'] as const
export type PageName = (typeof pageNames)[number]

/**
 * The pages for this catalogue, each with one address (that of its busiest creator and category), and again with many different ones
 * where it has more than one.
 * @param origin where the application will be asked: the name of its cookie carries the port
 */
export async function pagesOf(
  url: string,
  names: readonly string[],
  origin: string,
  changing: number,
): Promise<Page[]> {
  const database = await openDatabase(url)
  try {
    const pathOf = await pathsOf(database, Math.max(1, changing))
    const cookie = await staffCookie(database, origin)
    return pageNames
      .filter((name) => names.includes(name))
      .flatMap((name) => {
        const headers: Record<string, string> = name === 'json' ? { cookie } : {}
        const many = new Set(Array.from({ length: changing }, (_, n) => pathOf[name](n)))
        const repeating = { name, paths: [pathOf[name](0)], headers }
        return many.size > 1 ? [repeating, { name, paths: [...many], headers }] : [repeating]
      })
  } finally {
    await database.close()
  }
}

const sorts = ['newest', 'title', '-title', 'year', '-year'] as const

/** The addresses of each page by number; number 0 is the one that repeats. */
async function pathsOf(database: Database, most: number): Promise<Record<PageName, (n: number) => string>> {
  const busiest = async (subject: 'creator' | 'category') =>
    (await topCounts(database.db, subject, most)).map(({ value }) => value)
  const [creators, categories] = [await busiest('creator'), await busiest('category')]
  const few = await creatorsWithAbout(database, 24, most)
  const { id: last } = await database.db
    .selectFrom('items')
    .select((eb) => eb.fn.max('id').as('id'))
    .executeTakeFirstOrThrow()
  const turn = (list: readonly number[], n: number) => list[n % list.length] ?? 0
  const page = (n: number, page: number) => (n === 0 ? '' : `&page=${page}`)
  return {
    home: () => '/',
    list: (n) =>
      n === 0 ? '/items' : `/items?sort=${sorts[n % 5] ?? ''}&page=${1 + (Math.floor(n / 5) % 100)}`,
    'page 100': (n) =>
      `/items?page=100${n === 0 ? '' : `&per_page=${1 + (n % 100)}&sort=${sorts[Math.floor(n / 100) % 5] ?? ''}`}`,
    creator: (n) => `/items?creator=${turn(creators, n)}`,
    category: (n) =>
      `/items?category=${turn(categories, n)}${page(n, 1 + Math.floor(n / Math.max(1, categories.length)))}`,
    both: (n) => `/items?creator=${turn(creators, n % 50)}&category=${turn(categories, Math.floor(n / 50))}`,
    item: (n) => `/items/${1 + ((Math.floor(last / 2) + n * 7919) % last)}`,
    json: (n) => `/items.json?creator=${turn(few, n)}`,
  }
}

/** Creators with so many items or a few more. */
async function creatorsWithAbout({ db }: Database, items: number, most: number): Promise<number[]> {
  const rows = await db
    .selectFrom('kept_counts')
    .select('value')
    .where('subject', '=', 'creator')
    .where('count', '>=', items)
    .orderBy('count')
    .orderBy('value')
    .limit(most)
    .execute()
  return rows.map(({ value }) => value)
}

/** Somebody who may export, signed in. */
async function staffCookie(database: Database, baseUrl: string): Promise<string> {
  const find = () => database.db.selectFrom('users').select('id').where('username_key', '=', 'bench')
  if ((await find().executeTakeFirst()) === undefined) {
    const moment = now()
    await database.em().execute(
      `insert into users (username, username_key, email, email_key, password_hash, role_id, created_at, password_chosen_at)
         select 'bench', 'bench', 'bench@localhost', 'bench@localhost', 'none', id, ?, ? from roles where name = 'staff'`,
      [moment, moment],
    )
  }
  const { id } = await find().executeTakeFirstOrThrow()
  return `${cookieName('session', { baseUrl })}=${await startSession(database.em(), id, 'benchmark')}`
}

/** Asks the application for each address once, in this process, and notes what it did. */
export async function workOf(
  url: string,
  pages: readonly Page[],
  origin: string,
): Promise<Map<string, Work>> {
  const database = await openDatabase(url)
  try {
    const config = readConfig({ DATABASE_URL: url, BASE_URL: origin, LOG_LEVEL: 'silent' })
    const app = createApp({ config, database, assets: await loadAssets(), log: pino({ level: 'silent' }) })
    const host = new URL(config.baseUrl).host
    // What the search keeps in memory is read with the first, and is no page's own work.
    await (await app.request(`${config.baseUrl}/items?q=first`, { headers: { host } })).text()
    const work = new Map<string, Work>()
    for (const { paths, headers } of pages) {
      for (const path of paths) {
        if (work.has(path)) continue
        const { result, queries } = await recordQueries(async () => {
          const answer = await app.request(config.baseUrl + path, { headers: { ...headers, host } })
          if (!answer.ok) throw new Error(`${path} answers ${answer.status}: ${await answer.text()}`)
          return answer.arrayBuffer()
        })
        const sent = queries.map(({ sql, parameters }) => ({ sql, parameters }))
        work.set(path, { path, bytes: result.byteLength, queries: sent })
      }
    }
    return work
  } finally {
    await database.close()
  }
}
