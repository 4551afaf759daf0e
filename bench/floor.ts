/**
 * The floor: a bare `node:http` server that does a page's work and nothing else. It sends the same SQL by prepared statements, to
 * a database opened as the application opens it, and answers as many bytes from one template literal. A process of its own:
 * `node --import tsx bench/floor.ts ADDRESS PORT`, with the pages' work on standard input as JSON.
 */
import { createServer } from 'node:http'
import type { StatementSync } from 'node:sqlite'
import { json } from 'node:stream/consumers'
import pg from 'pg'
import { engineOf, fileOf } from '../src/db/engine/connection.ts'
import { openSqlite } from '../src/db/engine/sqlite/open.ts'
import { toSqlite } from '../src/db/engine/sqlite/parameters.ts'
import type { Work } from './pages.ts'

type Task = () => Promise<unknown> | undefined

const [url = '', port = ''] = process.argv.slice(2)
const work = (await json(process.stdin)) as Work[]
const tasks = engineOf(url) === 'sqlite' ? sqliteTasks() : postgresTasks()
const pages = new Map(work.map(({ path, bytes }, index) => [path, { bytes, tasks: tasks[index] ?? [] }]))

function sqliteTasks(): Task[][] {
  const database = openSqlite(fileOf(url), { readOnly: true })
  const statements = new Map<string, StatementSync>()
  return work.map(({ queries }) =>
    queries.map(({ sql, parameters }) => {
      const statement = statements.get(sql) ?? database.prepare(sql)
      statements.set(sql, statement)
      const values = toSqlite(parameters)
      return () => void statement.all(...values)
    }),
  )
}

function postgresTasks(): Task[][] {
  const pool = new pg.Pool({ connectionString: url, max: 10 })
  const names = new Map<string, string>()
  return work.map(({ queries }) =>
    queries.map(({ sql, parameters }) => {
      const name = names.get(sql) ?? `query ${names.size}`
      names.set(sql, name)
      const query = { name, text: sql, values: [...parameters] }
      return () => pool.query(query)
    }),
  )
}

// Connections stay open: after a query of many seconds Node would else close those that waited meanwhile.
const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
  const page = pages.get(request.url ?? '')
  if (!page) {
    response.writeHead(404).end()
    return
  }
  void answer(page.tasks).then(() => {
    const body = `<!doctype html>${'x'.repeat(Math.max(0, page.bytes - 15))}`
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(body)
  })
})

/** One after the other on SQLite, where each is done at once; all together on PostgreSQL, as the application does it. */
async function answer(list: readonly Task[]): Promise<void> {
  const waiting = list.map((task) => task()).filter((each) => each !== undefined)
  if (waiting.length > 0) await Promise.all(waiting)
}

server.listen(Number(port), '127.0.0.1', () => console.log('ready'))
