/**
 * Imports a file, or exports everything, once, and prints how it went as JSON. A process of its own, so that its memory
 * is its own: `node --import tsx bench/transfer.ts import|export ADDRESS FILE`.
 */
import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { openDatabase } from '../src/db/engine/connection.ts'
import type { Database } from '../src/db/engine/connection.ts'
import { importFile } from '../src/features/transfer/commands.ts'
import { exportText } from '../src/features/transfer/forms/text.ts'
import { readEverything } from '../src/features/transfer/queries.ts'
import { readableFields } from '../src/security/rights/policy.ts'
import { operator } from '../src/security/rights/viewer.ts'

export interface Transferred {
  rows: number
  milliseconds: number
  /** The most memory that the process took, in MB. */
  memory: number
}

const [what, url = '', file = ''] = process.argv.slice(2)

async function exportAll(database: Database): Promise<number> {
  let rows = 0
  async function* counting() {
    for await (const items of readEverything(database, operator)) {
      rows += items.length
      yield items
    }
  }
  await pipeline(
    Readable.from(exportText(counting(), { format: 'csv', fields: readableFields(operator) })),
    createWriteStream(file),
  )
  return rows
}

const database = await openDatabase(url)
const began = performance.now()
const rows =
  what === 'import'
    ? (await importFile(database, file, { dryRun: false, onDuplicate: 'skip', actor: operator })).added
    : await exportAll(database)
const milliseconds = performance.now() - began
await database.close()
// The system counts in kilobytes.
const result: Transferred = { rows, milliseconds, memory: process.resourceUsage().maxRSS / 1024 }
console.log(JSON.stringify(result))
