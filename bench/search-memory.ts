/**
 * Prints, as JSON, what the search keeps in memory, how long it takes to read that, and how long to find other spellings of a word. A process of
 * its own: `node --expose-gc --import tsx bench/search-memory.ts ADDRESS`, with misspelt words on standard input as JSON.
 */
import { json } from 'node:stream/consumers'
import { openDatabase } from '../src/db/engine/connection.ts'
import { ValueStore } from '../src/search/columns.ts'
import { Spelling } from '../src/search/near.ts'
import { readyIndex } from '../src/search/state.ts'

export interface InMemory {
  /** The arrays of what items are filtered and counted by, in MB. */
  columns: number
  /** The words for other spellings, in MB. */
  vocabulary: number
  /** Milliseconds of the processor for one word that is misspelt. */
  spelling: number
}

const typed = (await json(process.stdin)) as string[]
const database = await openDatabase(process.argv[2] ?? '')

/** In MB, after everything was thrown away that nobody needs. */
function memory(): { arrays: number; all: number } {
  for (let round = 0; round < 3; round++) global.gc?.()
  const { arrayBuffers, heapUsed } = process.memoryUsage()
  return { arrays: arrayBuffers / 2 ** 20, all: (arrayBuffers + heapUsed) / 2 ** 20 }
}

const before = memory()
const store = new ValueStore()
await store.load(database.heavy)
const loaded = memory()
const index = await readyIndex(database.heavy)
const spelling = index === undefined ? undefined : new Spelling(database.heavy, index)
await spelling?.prepare()
const prepared = memory()
const ask = (token: string) =>
  spelling?.near(
    {
      ...{ parts: [], chosen: {}, fields: {}, conditions: [], facets: [], fieldFacets: [], entries: 0 },
      query: [[{ kind: 'words', tokens: [token], joined: undefined, isPrefix: true, not: false }]],
    },
    0,
  )
for (const token of typed) await ask(token)
const began = process.cpuUsage()
for (const token of typed) await ask(token)
const { user, system } = process.cpuUsage(began)
const result: InMemory = {
  columns: loaded.arrays - before.arrays,
  vocabulary: prepared.all - loaded.all,
  spelling: (user + system) / 1000 / typed.length,
}
console.log(JSON.stringify(result))
// Kept until here, so that they were counted.
if (store.items.size < 0) console.log(store)
await database.close()
