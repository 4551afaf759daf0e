/** After any changes the index equals one that is built from the items as they are now, and the values cached in memory follow as well. */
import { writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import fc from 'fast-check'
import { beforeAll, expect, it } from 'vitest'
import type { Database, Reader } from '../../src/db/engine/connection.ts'
import type { LookupName } from '../../src/declared.ts'
import { createItem, deleteItem, updateItem } from '../../src/features/catalogue/items/commands.ts'
import type { ItemInput } from '../../src/features/catalogue/items/forms/fields.ts'
import { createEntry, updateEntry } from '../../src/features/catalogue/lookups/commands.ts'
import { importFile } from '../../src/features/transfer/commands.ts'
import { searchKey } from '../../src/rules/text.ts'
import { buildIndex, workOffQueue } from '../../src/search/build.ts'
import { Searcher } from '../../src/search/searcher.ts'
import { parts } from '../../src/search/shape.ts'
import { readyIndex } from '../../src/search/state.ts'
import { verifyIndex } from '../../src/search/verify.ts'
import { operator } from '../../src/security/rights/viewer.ts'
import { addItems } from '../setup/catalogue.ts'
import { forEachEngine } from '../setup/database.ts'
import { ofDomain } from '../setup/known-fields.ts'

const words = ['dune', 'le guin', 'Émile', '東京', 'e-mail', 'x', 'hand of darkness']
const ref = (name: string) => ({ name, key: searchKey(name) })

const change = fc.oneof(
  fc.record({
    do: fc.constant('create' as const),
    title: fc.constantFrom(...words),
    creator: fc.constantFrom(...words),
    notes: fc.constantFrom(...words),
  }),
  fc.record({
    do: fc.constant('edit' as const),
    at: fc.nat(30),
    title: fc.constantFrom(...words),
    creator: fc.constantFrom(...words),
  }),
  fc.record({ do: fc.constant('delete' as const), at: fc.nat(30) }),
  fc.record({
    do: fc.constant('rename' as const),
    at: fc.nat(10),
    lookup: fc.constantFrom<LookupName>('creators', 'categories', 'types'),
    name: fc.string({ minLength: 1, maxLength: 8 }),
  }),
  fc.record({
    do: fc.constant('import' as const),
    titles: fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 25 }),
  }),
  fc.record({ do: fc.constant('refused' as const), title: fc.constantFrom(...words) }),
  fc.record({
    do: fc.constant('add' as const),
    lookup: fc.constantFrom<LookupName>('creators', 'categories', 'types'),
    name: fc.constantFrom(...words),
  }),
)
type Change = typeof change extends fc.Arbitrary<infer C> ? C : never

const input = (title: string, creator?: string, notes?: string) =>
  ({
    title,
    type: ref('Book'),
    ...ofDomain({
      ...(creator && { creators: [ref(creator)], categories: [ref(`about ${creator}`)] }),
      ...(notes && { internal_notes: notes, description: `${notes} described` }),
    }),
  }) as unknown as ItemInput

async function carryOut(database: Database, done: Change): Promise<void> {
  const { db } = database
  const em = database.em()
  const items = await db.selectFrom('items').select(['id', 'version']).orderBy('id').execute()
  const item = 'at' in done ? items[done.at % Math.max(1, items.length)] : undefined
  switch (done.do) {
    case 'create':
      await createItem(em, input(done.title, done.creator, done.notes), operator)
      return
    case 'edit':
      if (item)
        await updateItem(em, item.id, { ...input(done.title, done.creator), version: item.version }, operator)
      return
    case 'delete':
      if (item) await deleteItem(em, item.id, operator)
      return
    case 'rename': {
      const table = done.lookup === 'types' ? 'item_types' : (done.lookup as 'creators')
      const entries = await db.selectFrom(table).select('id').orderBy('id').execute()
      const entry = entries[done.at % Math.max(1, entries.length)]
      if (entry && searchKey(done.name) !== '')
        await updateEntry(em, done.lookup, entry.id, { name: done.name.trim() }, operator).catch(
          () => undefined,
        )
      return
    }
    case 'add':
      await createEntry(em, done.lookup, { name: done.name }, operator).catch(() => undefined)
      return
    case 'refused':
      // Taken back after its names were made and its words were put into the index.
      await createItem(em, input(done.title, 'nobody'), operator, 'x'.repeat(300)).catch(() => undefined)
      return
    case 'import': {
      const file = path.join(os.tmpdir(), `crowfoot-index-${process.pid}.csv`)
      await writeFile(
        file,
        `title,item_type,creators\n${done.titles.map((title) => `${title},Film,${title} by import`).join('\n')}\n`,
      )
      await importFile(database, file, { dryRun: false, onDuplicate: 'skip', actor: operator })
    }
  }
}

/** Everything that an index holds, as text. */
async function contents(db: Reader, engine: string, index: number): Promise<string[]> {
  const all: string[] = []
  for (const { name, fields } of parts) {
    const table = `search_${index}_${name}`
    if (engine === 'postgresql') {
      const { rows } = await sql<{
        row: string
      }>`select cast(t as text) as row from ${sql.table(`crowfoot_search.${table}`)} as t order by item_id`.execute(
        db,
      )
      all.push(...rows.map(({ row }) => `${name} ${row}`))
      continue
    }
    const hasCodes = fields.some((field) => field === ('identifier' as string))
    for (const each of [table, ...(hasCodes ? [`${table}_codes`] : [])]) {
      const vocabulary = `vocabulary_of_${each}`
      await sql
        .raw(`create virtual table temp.${vocabulary} using fts5vocab(main, ${each}, instance)`)
        .execute(db)
      const { rows } = await sql<{
        row: string
      }>`select term || ' ' || doc || ' ' || col || ' ' || "offset" as row from ${sql.table(vocabulary)}`.execute(
        db,
      )
      all.push(...rows.map(({ row }) => `${name} ${row}`))
      await sql.raw(`drop table temp.${vocabulary}`).execute(db)
    }
  }
  const { rows } = await sql<{
    row: string
  }>`select item_id || ' ' || hash as row from search_documents where search_index_id = ${index}`.execute(db)
  return [...all, ...rows.map(({ row }) => row)].sort()
}

const everything = {
  parts: parts.map(({ name }) => name),
  query: [],
  chosen: {},
  fields: {},
  conditions: [],
  page: { order: { key: null, descending: true }, most: 1_000 },
  facets: ['item_type', 'creators', 'categories'],
  fieldFacets: ['year'],
  entries: 1_000,
}

forEachEngine((database, engine) => {
  beforeAll(async () => {
    await addItems(database(), [{ title: 'The first', creators: ['Ada'], categories: ['Sea'], year: 1900 }])
  })

  it('equals one built afresh after any sequence of changes', async () => {
    // It has read everything before the first change, and follows.
    const searcher = new Searcher(database().heavy)
    await searcher.answer(everything)
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 8 }), async (changes) => {
        for (const each of changes) await carryOut(database(), each)
        await workOffQueue(database().em())
        const db = database().em().getKysely() as unknown as Reader
        const verified = await verifyIndex(db)
        expect(verified).toMatchObject({
          missing: { count: 0 },
          changed: { count: 0 },
          gone: { count: 0 },
          damage: undefined,
        })
        const kept = await contents(db, engine, (await readyIndex(db)) ?? 0)
        expect(await searcher.answer(everything)).toEqual(
          await new Searcher(database().heavy).answer(everything),
        )
        await buildIndex(database().em(), { anew: true })
        expect(kept).toEqual(await contents(db, engine, (await readyIndex(db)) ?? 0))
      }),
      { numRuns: process.env.LONG === '1' ? 200 : 12 },
    )
  }, 600_000)

  it('puts the items of a renamed entry into a queue where they are many, and is right when that is worked off', async () => {
    await addItems(
      database(),
      Array.from({ length: 620 }, (_, n) => ({ title: `Many ${n}`, creators: ['Frequent'] })),
    )
    const { id } = await database()
      .db.selectFrom('creators')
      .select('id')
      .where('name', '=', 'Frequent')
      .executeTakeFirstOrThrow()
    await updateEntry(database().em(), 'creators', id, { name: 'Renamed' }, operator)
    const find = async (word: string) =>
      (
        await new Searcher(database().heavy).answer({
          ...everything,
          query: [[{ kind: 'words', tokens: [word], isPrefix: false }]],
        })
      ).total
    const db = database().em().getKysely() as unknown as Reader
    expect((await verifyIndex(db))?.queued).toBe(620)
    expect(await workOffQueue(database().em())).toBe(620)
    expect([await find('frequent'), await find('renamed')]).toEqual([0, 620])
    expect(await verifyIndex(db)).toMatchObject({ queued: 0, changed: { count: 0 } })
  })

  it('finds what was changed by hand', async () => {
    const db = database().em().getKysely() as unknown as Reader
    const [first = 0, second = 0, third = 0] = await addItems(database(), [
      { title: 'One' },
      { title: 'Two' },
      { title: 'Three' },
    ])
    await db.updateTable('items').set({ title: 'By hand' }).where('id', '=', first).execute()
    await db.deleteFrom('items').where('id', '=', second).execute()
    await sql`delete from search_documents where item_id = ${third}`.execute(db)
    expect(await verifyIndex(db)).toMatchObject({
      missing: { ids: [third] },
      changed: { ids: [first] },
      gone: { ids: [second] },
    })
    await buildIndex(database().em(), { anew: true })
    expect(await verifyIndex(db)).toMatchObject({
      missing: { count: 0 },
      changed: { count: 0 },
      gone: { count: 0 },
    })
  })
})
