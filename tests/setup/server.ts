/** Scratch databases on the PostgreSQL server of TEST_POSTGRES_URL. */
import { randomBytes } from 'node:crypto'
import path from 'node:path'
import pg from 'pg'

/** The server that tests may use, as an address of any database on it; undefined where there is none. */
export const serverUrl = process.env.TEST_POSTGRES_URL === '' ? undefined : process.env.TEST_POSTGRES_URL

/** What the names of a run's databases begin with: they can then all be dropped at its end. */
function prefixOf(runFolder: string): string {
  return `${path
    .basename(runFolder)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')}_`
}

async function onServer<Result>(work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: serverUrl })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** The address of a database on the server, by its name. */
function addressOf(name: string): string {
  const url = new URL(serverUrl ?? '')
  url.pathname = `/${name}`
  return url.href
}

/** Makes a database, empty or as a copy of another one to which nobody is connected. @returns its address */
export async function createOnServer(
  runFolder: string,
  options: { name?: string; copyOf?: string } = {},
): Promise<string> {
  const name = prefixOf(runFolder) + (options.name ?? randomBytes(6).toString('hex'))
  const template = options.copyOf === undefined ? 'template0' : prefixOf(runFolder) + options.copyOf
  await onServer((client) => client.query(`create database "${name}" template "${template}"`))
  return addressOf(name)
}

export async function dropFromServer(address: string): Promise<void> {
  const name = new URL(address).pathname.slice(1)
  await onServer((client) => client.query(`drop database if exists "${name}" with (force)`))
}

/** Drops what is left of a run: its templates, and the databases of tests that were cut off. */
export async function dropDatabasesOf(runFolder: string): Promise<void> {
  if (serverUrl === undefined) return
  await onServer(async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      'select datname from pg_database where starts_with(datname, $1)',
      [prefixOf(runFolder)],
    )
    for (const { datname } of rows) await client.query(`drop database if exists "${datname}" with (force)`)
  })
}
