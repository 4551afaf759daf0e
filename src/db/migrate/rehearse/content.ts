/** What a table holds, as one number: two tables with the same rows have the same one, whatever the order of rows and columns. */
import { createHash } from 'node:crypto'
import type { Connection, Row } from '../connection/connection.ts'
import { describeDatabase } from '../shape/index.ts'
import type { Shape } from '../shape/shape.ts'
import { quote } from '../ddl/quote.ts'

export interface Content {
  readonly rows: number
  readonly digest: string
}

/** The content of every table, by name. Read inside a transaction, so that nothing changes meanwhile. */
export async function readContents(connection: Connection, shape?: Shape): Promise<Map<string, Content>> {
  const contents = new Map<string, Content>()
  for (const { name } of (shape ?? (await describeDatabase(connection))).tables) {
    contents.set(name, await readContent(connection, name))
  }
  return contents
}

export async function readContent(connection: Connection, table: string): Promise<Content> {
  let rows = 0
  let sum = 0n
  for await (const batch of connection.stream(`select * from ${quote(table)}`)) {
    rows += batch.length
    for (const row of batch) sum = (sum + hashOf(row)) & mask
  }
  return { rows, digest: sum.toString(16) }
}

const mask = (1n << 128n) - 1n

/** Hashes are added up, so that the order of rows does not matter and none has to be kept. */
function hashOf(row: Row): bigint {
  const values = Object.keys(row)
    .toSorted()
    .map((name) => [name, plain(row[name])])
  return BigInt(`0x${createHash('sha256').update(JSON.stringify(values)).digest('hex').slice(0, 32)}`)
}

function plain(value: unknown): unknown {
  // JSON makes null of infinity.
  if (typeof value === 'bigint' || (typeof value === 'number' && !Number.isFinite(value)))
    return { number: String(value) }
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString('hex') }
  return value
}
