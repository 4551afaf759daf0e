/** Importing: everything arrives, again changes nothing, and what is refused leaves no trace. */
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { Database } from '../../../src/db/engine/connection.ts'
import { addSample, importFile } from '../../../src/features/transfer/commands.ts'
import type { ImportOptions, LeftOut, CellProblem } from '../../../src/features/transfer/commands.ts'
import { operator } from '../../../src/security/rights/viewer.ts'
import { forEachEngine } from '../../setup/database.ts'
import { cleanFile, countFile, fileOf, rawFile } from './records.ts'
import { hostileFiles } from './hostile.ts'
import { columnCalled, hasFields, ofDomain } from '../../setup/known-fields.ts'

const header = 'title,description,year,item_type,identifier,creators,categories\n'

async function run(database: Database, file: string, options: Partial<ImportOptions> = {}) {
  const problems: CellProblem[] = []
  const leftOut: LeftOut[] = []
  const preset: ImportOptions = { dryRun: false, actor: operator }
  const onProblem = (problem: CellProblem) => problems.push(problem)
  const onLeftOut = (row: LeftOut) => leftOut.push(row)
  const report = await importFile(database, file, { ...preset, onProblem, onLeftOut, ...options })
  return { report, problems, leftOut }
}

const importText = (database: Database, text: string, options: Partial<ImportOptions> = {}) =>
  run(database, fileOf('import.csv', header + text), options)

/** Everything that an import can touch, as one value. */
async function everything({ db }: Database) {
  const rows = async (table: string, order: string) =>
    (await sql`select * from ${sql.table(table)} order by ${sql.raw(order)}`.execute(db)).rows
  return {
    items: await rows('items', 'id'),
    types: await rows('item_types', 'id'),
    creators: await rows('creators', 'id'),
    categories: await rows('categories', 'id'),
    item_creators: await rows('item_creators', 'item_id, position'),
    item_categories: await rows('item_categories', 'item_id, position'),
  }
}

async function countAll(database: Database) {
  const { items, types, creators, categories, item_creators, item_categories } = await everything(database)
  return {
    items: items.length,
    types: types.length,
    creators: creators.length,
    categories: categories.length,
    creatorLinks: item_creators.length,
    categoryLinks: item_categories.length,
  }
}

describe('real records', () => {
  forEachEngine((database) => {
    it('arrive whole: the database holds what an independent count of the file finds', async () => {
      const { report } = await run(database(), cleanFile())
      const counted = countFile(cleanFile())
      expect(report).toMatchObject({ rows: counted.items, added: counted.items, skipped: 0, refused: 0 })
      expect(await countAll(database())).toEqual(counted)
    })

    it.each(['skip', 'update'] as const)(
      'change nothing when they are imported again (%s)',
      async (onDuplicate) => {
        const before = await everything(database())
        const { report } = await run(database(), cleanFile(), { onDuplicate })
        expect(report).toMatchObject({ added: 0, updated: 0, skipped: before.items.length })
        expect(report.made).toEqual({ types: 0, creators: 0, categories: 0 })
        expect(await everything(database())).toEqual(before)
      },
    )

    it('are refused row by row when duplicates are to fail, and nothing changes', async () => {
      const before = await everything(database())
      const { report, problems } = await run(database(), cleanFile(), { onDuplicate: 'fail' })
      expect(report).toMatchObject({ refused: before.items.length, added: 0 })
      expect(problems[0]).toMatchObject({ line: 2, column: hasFields('identifier') ? 'identifier' : 'title' })
      expect(await everything(database())).toEqual(before)
    })

    it('as they were catalogued are refused by line and column, and nothing is half written', async () => {
      const before = await everything(database())
      const { report, problems } = await run(database(), rawFile())
      expect(report.refused).toBeGreaterThan(0)
      expect(new Set(problems.map(({ line }) => line)).size).toBe(report.refused)
      expect(problems.some(({ column, message }) => column === 'title' && message === 'is needed')).toBe(true)
      expect(
        problems.some(
          ({ column, message }) => column === columnCalled('year') && message.includes('whole number'),
        ),
      ).toBe(hasFields('year'))
      expect(await everything(database())).toEqual(before)
    })
  })
})

describe('hostile files', () => {
  forEachEngine((database) => {
    it.each(hostileFiles.filter(({ needs }) => needs === undefined || hasFields(needs)))(
      '$name',
      async ({ name, content, refused, titles }) => {
        const before = await everything(database())
        const result = await run(
          database(),
          fileOf(`hostile-${name.replaceAll(/\W+/g, '-')}.csv`, content),
        ).catch((error: unknown) => (error as Error).message)
        const after = await everything(database())
        if (refused) {
          const said =
            typeof result === 'string' ? result : result.problems.map(({ message }) => message).join('; ')
          expect(said).toMatch(refused)
          expect(said).not.toContain('\n')
          expect(after).toEqual(before)
        } else {
          expect(
            (after.items as { title: string }[]).slice(before.items.length).map(({ title }) => title),
          ).toEqual(titles)
        }
      },
    )
  })
})

forEachEngine(
  (database) => {
    it('keeps the order of names, folds those that come twice, and finds names in any spelling', async () => {
      await importText(
        database(),
        'A,,,Book,1,"Zola, Émile;Ada;zola,  emile",x\nB,,,book,2,"ZOLA, EMILE",X\n',
      )
      const { db } = database()
      const links = await db
        .selectFrom('item_creators')
        .innerJoin('creators', 'creators.id', 'creator_id')
        .select(['item_id', 'name', 'position'])
        .orderBy('item_id')
        .orderBy('position')
        .execute()
      expect(links.map(({ name, position }) => [name, position])).toEqual([
        ['Zola, Émile', 0],
        ['Ada', 1],
        ['Zola, Émile', 0],
      ])
      expect(await countAll(database())).toMatchObject({ types: 1, categories: 1 })
    })

    it('does not begin again in the middle of a file when another transaction is in the way', async () => {
      const rows = Array.from({ length: 2_500 }, (_, i) => `T ${i},,,Book,${i},,\n`).join('')
      let portions = 0
      const onProgress = () => {
        if (++portions === 2) throw Object.assign(new Error('deadlock detected'), { code: '40P01' })
      }
      await expect(importText(database(), rows, { onProgress })).rejects.toThrow('Import the file again')
      expect(await countAll(database())).toMatchObject({ items: 0, types: 0 })
    })

    it('does everything in a dry run and then takes it back', async () => {
      const before = await everything(database())
      const { report } = await importText(database(), 'A,,1900,Book,1,Ada,x;y\n', { dryRun: true })
      expect(report).toMatchObject({ added: 1, made: { types: 1, creators: 1, categories: 2 } })
      expect(await everything(database())).toEqual(before)
    })

    it.runIf(hasFields('identifier'))(
      'leaves a row that is there already alone, and makes none of its new names',
      async () => {
        await importText(database(), 'A,old,1900,Book,1,Ada,x\n')
        const before = await everything(database())
        const { report } = await importText(database(), 'B,new,1901,Book,1,Grace,y\n')
        expect(report).toMatchObject({ added: 0, skipped: 1 })
        expect(await everything(database())).toEqual(before)
      },
    )

    it.runIf(hasFields('identifier'))(
      'updates what differs: fields, links and their order, the version',
      async () => {
        await importText(database(), 'A,old,1900,Book,1,Ada;Grace,x\nB,,,Book,2,Ada,\n')
        const { report } = await importText(database(), 'A2,new,,Book,1,Grace;Ada,y\nB,,,Book,2,Ada,\n', {
          onDuplicate: 'update',
        })
        expect(report).toMatchObject({ added: 0, updated: 1, skipped: 1 })
        const after = await everything(database())
        expect(after.items).toMatchObject([
          { title: 'A2', title_key: 'a2', ...ofDomain({ description: 'new', year: null }), version: 2 },
          { title: 'B', version: 1 },
        ])
        expect(after.item_creators).toMatchObject([{ creator_id: 2 }, { creator_id: 1 }, { creator_id: 1 }])
        expect(after.item_categories).toMatchObject([{ item_id: 1, category_id: 2 }])
      },
    )

    it.runIf(hasFields('identifier'))('leaves fields alone whose column the file does not have', async () => {
      await importText(database(), 'A,kept,1900,Book,1,Ada,x\n')
      const file = fileOf('few.csv', 'title,item_type,identifier\nA2,Book,1\n')
      await run(database(), file, { onDuplicate: 'update' })
      const after = await everything(database())
      expect(after.items).toMatchObject([{ title: 'A2', ...ofDomain({ description: 'kept', year: 1900 }) }])
      expect([after.item_creators, after.item_categories].map((links) => links.length)).toEqual([1, 1])
    })

    it.runIf(hasFields('identifier', 'internal_notes'))(
      'keeps the date of change where private notes alone are new',
      async () => {
        await importText(database(), 'A,,,Book,1,,\n')
        const date = '2020-01-01T00:00:00.000Z'
        await database().em().execute('update items set updated_at = ?', [date])
        const file = fileOf('notes.csv', 'title,item_type,identifier,internal_notes\nA,Book,1,Torn\n')
        const { report } = await run(database(), file, { onDuplicate: 'update' })
        expect(report).toMatchObject({ updated: 1 })
        const { items } = await everything(database())
        expect(items).toMatchObject([{ internal_notes: 'Torn', version: 2, updated_at: date }])
      },
    )

    const twoWorks = 'A,,,Book,x 1,,\nB,,,Book,X  1,,\nC,,,Film,x 1,,\n'

    it.runIf(hasFields('identifier'))(
      'refuses different rows of one file with one identifier, and names both lines',
      async () => {
        const { report, problems } = await importText(database(), twoWorks)
        expect(report).toMatchObject({ rows: 3, refused: 1, added: 0 })
        expect(problems).toMatchObject([{ line: 3, column: 'identifier' }])
        expect(problems[0]?.message).toMatch(/“X {2}1” is the identifier of line 2 already.*--on-duplicate/)
        expect(await countAll(database())).toMatchObject({ items: 0 })
        // However far apart they stand, and whatever is in the catalogue.
        await importText(database(), 'A,,,Book,x 1,,\n')
        const many = Array.from({ length: 1_500 }, (_, i) => `T,,,Book,y ${i},,\n`).join('')
        const far = await importText(database(), `A,,,Book,x 1,,\n${many}B,,,Book,x 1,,\n`)
        expect(far.problems).toMatchObject([{ line: 1503, column: 'identifier' }])
      },
    )

    it.runIf(hasFields('identifier'))(
      'leaves one of them out where that was chosen, and says which',
      async () => {
        const skipping = await importText(database(), twoWorks, { onDuplicate: 'skip' })
        expect(skipping.report).toMatchObject({ added: 2, repeated: 1, skipped: 0 })
        expect(skipping.leftOut).toEqual([{ line: 3, row: 2, reason: 'its identifier is that of line 2' }])
        expect((await everything(database())).items).toMatchObject([{ title: 'A' }, { title: 'C' }])
        const updating = await importText(database(), twoWorks, { onDuplicate: 'update' })
        expect(updating.leftOut).toContainEqual({
          line: 2,
          row: 1,
          reason: 'line 3 has the same identifier and replaced it',
        })
        expect((await everything(database())).items).toMatchObject([{ title: 'B' }, { title: 'C' }])
        const failing = await importText(database(), twoWorks.replaceAll(/x/gi, 'z'), { onDuplicate: 'fail' })
        expect(failing.problems[0]?.message).toContain('is the identifier of line 2 already')
      },
    )

    it.runIf(hasFields('identifier'))('leaves out a row that says the same as one above it', async () => {
      const { report, leftOut } = await importText(database(), 'A,,,Book,1,,\nA,,,Book,1,,\n')
      expect(report).toMatchObject({ added: 1, repeated: 1, skipped: 0 })
      expect(leftOut).toEqual([{ line: 3, row: 2, reason: 'it says the same as line 2' }])
    })

    it.runIf(hasFields('identifier'))(
      'names every row that was there before, and the item under whose title it was',
      async () => {
        await importText(database(), 'A,,,Book,1,,\nB,,,Book,2,,\nC,,,Book,,Ada,\n')
        const rows = 'A,,,Book,1,,\nOther,,,Book,2,,\nC,,,Book,,Ada,\nD,,,Book,3,,\n'
        const { report, leftOut } = await importText(database(), rows)
        expect(report).toMatchObject({ added: 1, skipped: 3, repeated: 0 })
        expect(leftOut.toSorted((a, b) => a.row - b.row)).toEqual([
          { line: 2, row: 1, item: 1, reason: 'the item is in the catalogue already' },
          {
            ...{ line: 3, row: 2, item: 2 },
            reason: 'its identifier “2” is that of “B”, which is in the catalogue already',
          },
          { line: 4, row: 3, item: 3, reason: 'the item is in the catalogue already' },
        ])
        const same = await importText(database(), 'A,,,Book,1,,\n', { onDuplicate: 'update' })
        expect(same.leftOut).toMatchObject([{ line: 2, item: 1, reason: 'the item says the same already' }])
      },
    )

    it.runIf(hasFields('identifier'))('takes what only fills a cell for no identifier', async () => {
      const fillers = ['none', 'N/A', '-', '0', '?', '[]', 'null', 'NaN', '#N/A', '"="""""', '–', ' ', 'None']
      const rows = fillers.map((filler, i) => `T ${i},,,Book,${filler},,\n`).join('')
      expect((await importText(database(), rows)).report).toMatchObject({ added: fillers.length, skipped: 0 })
      const { db } = database()
      const filled = await db
        .selectFrom('items')
        .select('title')
        .where(columnCalled('identifier'), 'is not', null)
        .execute()
      expect(filled).toEqual([])
    })

    it.runIf(hasFields('identifier'))(
      'refuses what Excel leaves of a long number, and says how to keep it whole',
      async () => {
        const rows = 'A,,,Book,9.78014E+12,,\nB,,,Book,"9,78014e+12",,\nC,,,Book,1E+15,,\nD,,,Book,E+12 4,,\n'
        const { report, problems } = await importText(database(), rows)
        expect(report).toMatchObject({ refused: 3, added: 0 })
        expect(problems.map(({ line }) => line)).toEqual([2, 3, 4])
        expect(problems[0]?.message).toMatch(
          /^“9.78014E\+12” is what Excel leaves of a long number: .*Number/,
        )
      },
    )

    it('keeps items without identifier apart even where they look alike, and finds all of them again', async () => {
      const rows =
        'Untitled,first,1950,Print,,Ada,\nUntitled,second,1950,Print,,Ada,\nUntitled,,1950,Print,,Grace,\n'
      expect((await importText(database(), rows)).report).toMatchObject({ added: 3 })
      const before = await everything(database())
      expect((await importText(database(), rows)).report).toMatchObject({ added: 0, skipped: 3 })
      expect((await importText(database(), rows, { onDuplicate: 'update' })).report).toMatchObject({
        updated: 0,
      })
      expect(await everything(database())).toEqual(before)
      const more = await importText(database(), `${rows}Untitled,third,1950,Print,,Ada,\n`)
      expect(more.report).toMatchObject({ added: 1, skipped: 3 })
    })

    it('says which cells of which lines are wrong, all of them, and counts rows', async () => {
      const rows = '"A\nA",,,Book,1,,\n,,1900.5,Book,2,,\nB,,,,3,,\nC,,\nD,,99999,Book,4,,\n'
      const { report, problems } = await importText(database(), rows)
      expect(problems.map(({ line, column }) => [line, column])).toEqual([
        [4, 'title'],
        ...(hasFields('year') ? [[4, 'year']] : []),
        [5, 'item_type'],
        [6, null],
        ...(hasFields('year') ? [[7, 'year']] : []),
      ])
      expect(report).toMatchObject({ rows: 5, refused: hasFields('year') ? 4 : 3, added: 0 })
      expect(await countAll(database())).toMatchObject({ items: 0, types: 0 })
    })

    it('reports columns that mean nothing here, and reads the others in any order', async () => {
      const file = fileOf('order.csv', 'ITEM_TYPE,place,Title\nBook,Paris,A\n')
      expect((await run(database(), file)).report).toMatchObject({ added: 1, unknownColumns: ['place'] })
    })

    it('adds a sample by the same rules, once', async () => {
      const sample = {
        items: [
          {
            title: 'A',
            description: '',
            year: '-700',
            item_type: 'Book',
            identifier: '',
            creators: 'Ada',
            categories: 'x',
          },
        ],
        lookups: [
          { name: 'creators' as const, entries: [{ name: 'Ada', birth_year: '1815', death_year: '' }] },
          { name: 'categories' as const, entries: [{ name: 'x', description: 'an unknown' }] },
          { name: 'types' as const, entries: [{ name: 'Book', description: 'to read' }] },
        ],
      }
      const add = () =>
        database()
          .em()
          .transactional((tx) => addSample(tx, database().engine, sample, operator))
      expect(await add()).toBe(1)
      const before = await everything(database())
      expect(before.creators).toMatchObject([{ name: 'Ada', birth_year: 1815, death_year: null }])
      expect(before.items).toMatchObject([{ title: 'A', ...ofDomain({ year: -700, identifier: null }) }])
      expect(await add()).toBe(0)
      expect(await everything(database())).toEqual(before)
    })
  },
  { each: true },
)
