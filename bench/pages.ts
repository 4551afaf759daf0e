/** The pages that are measured, and what each costs the database: the SQL it sends and the bytes it answers. */
import { pino } from 'pino'
import { createApp } from '../src/app.tsx'
import { readConfig } from '../src/config.ts'
import { openDatabase } from '../src/db/connection.ts'
import type { Database } from '../src/db/connection.ts'
import { topCounts } from '../src/db/counts.ts'
import { recordQueries } from '../src/db/query-log.ts'
import { now } from '../src/db/time.ts'
import { loadAssets } from '../src/http/assets.ts'
import { cookieName } from '../src/security/cookies.ts'
import { startSession } from '../src/security/session.ts'

export interface Page {
  name: string
  path: string
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
 * The pages for this catalogue, with its busiest creator and category.
 * @param origin where the application will be asked: the name of its cookie carries the port
 */
export async function pagesOf(url: string, names: readonly string[], origin: string): Promise<Page[]> {
  const database = await openDatabase(url)
  try {
    const [creator] = await topCounts(database.db, 'creator', 1)
    const [category] = await topCounts(database.db, 'category', 1)
    const few = await creatorWithAbout(database, 24)
    const { id } = await database.db
      .selectFrom('items')
      .select((eb) => eb.fn.max('id').as('id'))
      .executeTakeFirstOrThrow()
    const cookie = await staffCookie(database, origin)
    const paths: Record<PageName, string> = {
      home: '/',
      list: '/items',
      'page 100': '/items?page=100',
      creator: `/items?creator=${creator?.value ?? 0}`,
      category: `/items?category=${category?.value ?? 0}`,
      both: `/items?creator=${creator?.value ?? 0}&category=${category?.value ?? 0}`,
      item: `/items/${Math.floor(id / 2)}`,
      json: `/items.json?creator=${few}`,
    }
    return pageNames
      .filter((name) => names.includes(name))
      .map((name) => ({ name, path: paths[name], headers: name === 'json' ? { cookie } : {} }))
  } finally {
    await database.close()
  }
}

async function creatorWithAbout({ db }: Database, items: number): Promise<number> {
  const row = await db
    .selectFrom('kept_counts')
    .select('value')
    .where('subject', '=', 'creator')
    .where('count', '>=', items)
    .orderBy('count')
    .orderBy('value')
    .limit(1)
    .executeTakeFirst()
  return row?.value ?? 1
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

/** Asks the application for each page once, in this process, and notes what it did. */
export async function workOf(url: string, pages: readonly Page[], origin: string): Promise<Work[]> {
  const database = await openDatabase(url)
  try {
    const config = readConfig({ DATABASE_URL: url, BASE_URL: origin, LOG_LEVEL: 'silent' })
    const app = createApp({ config, database, assets: await loadAssets(), log: pino({ level: 'silent' }) })
    const work: Work[] = []
    for (const { path, headers } of pages) {
      const { result, queries } = await recordQueries(async () => {
        const host = new URL(config.baseUrl).host
        const answer = await app.request(config.baseUrl + path, { headers: { ...headers, host } })
        if (!answer.ok) throw new Error(`${path} answers ${answer.status}: ${await answer.text()}`)
        return answer.arrayBuffer()
      })
      work.push({
        path,
        bytes: result.byteLength,
        queries: queries.map(({ sql, parameters }) => ({ sql, parameters })),
      })
    }
    return work
  } finally {
    await database.close()
  }
}
