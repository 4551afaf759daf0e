/** What the page of examples shows is what is run: every example query, and the same three things with MikroORM. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { projectRoot } from '../../../src/config.ts'
import type { EntityManager, Reader } from '../../../src/db/engine/connection.ts'
import { itemFields } from '../../../src/declared.ts'
import { creatorsOfItem, itemsWithType } from '../../../src/features/catalogue/items/queries.ts'
import { readComparisons, readExamples } from '../../../src/features/learn/queries.ts'
import { comparisonsFor } from '../../../src/features/learn/queries/comparisons.ts'
import { runExamples } from '../../../src/features/learn/queries/examples.ts'
import { questions } from '../../../src/features/learn/queries/questions.ts'
import { argumentsFor } from '../../../src/features/learn/queries/arguments.ts'
import * as functions from '../../../src/features/learn/queries/with-orm.ts'
import { buildIndex } from '../../../src/search/build.ts'
import { operator } from '../../../src/security/rights/viewer.ts'
import { addItems } from '../../setup/catalogue.ts'
import { forEachEngine } from '../../setup/database.ts'

const types = ['Book', 'Film', 'Book', 'Film', 'Film'] as const

forEachEngine((database, engine) => {
  let ids: number[] = []
  beforeAll(async () => {
    const older = Array.from({ length: 30 }, (_, index) => ({ title: `Old ${index}`, type: 'Film' }))
    // By nobody: what a left join finds.
    await addItems(database(), [{ title: 'By nobody', type: 'Book' }, ...older])
    const newer = types.map((type, index) => ({ title: `Newer ${index}`, type }))
    const made = { creators: ['Ada', 'Bo'], categories: ['Sea'] }
    ids = await addItems(
      database(),
      newer.map((item) => ({ ...item, ...made })),
    )
    await buildIndex(database().em())
  })

  it('shows every example query of the file, with its SQL on both engines and its rows', async () => {
    const examples = await readExamples(database(), operator)
    const file = await readFile(join(projectRoot, 'src/features/catalogue/items/queries.ts'), 'utf8')
    const own = [...file.matchAll(/^export function (\w+)/gm)].map(([, name]) => name)
    expect(examples.map(({ name }) => name)).toEqual(own)
    expect(examples).toHaveLength(10)
    for (const { sql, answer, question, code, name } of examples) {
      expect(sql.sqlite).toMatch(/^select /)
      // They differ in the signs of their parameters, and where full text is asked for.
      if (!/[Ff]ound/.test(name)) expect(sql.postgresql.replaceAll(/\$\d+/g, '?')).toBe(sql.sqlite)
      expect(question).toMatch(/\?$/)
      expect(answer?.plan).not.toBe('')
      expect(answer?.rows.length, name).toBeGreaterThan(0)
      expect(answer?.rows.length).toBeLessThanOrEqual(5)
      expect(code).toMatch(new RegExp(`^function ${name}\\(`))
    }
  })

  it('finds by the search index, and counts within what is found', async () => {
    const examples = await runExamples(database().heavy)
    const rowsOf = (called: string) => examples.find(({ name }) => name === called)?.answer?.rows
    expect(rowsOf('itemsFound')?.map(({ title }) => title)).toEqual(
      [4, 3, 2, 1, 0].map((at) => `Newer ${at}`),
    )
    expect(rowsOf('countFoundByCategory')).toMatchObject([{ name: 'Sea', count: 5 }])
  })

  it('shows no answer of a search whose index is still being built', async () => {
    const em = database().em()
    await em.execute("update search_indexes set state = 'building'")
    const waiting = (await runExamples(database().heavy)).filter(({ answer }) => answer === undefined)
    expect(waiting.map(({ name }) => name)).toEqual(['itemsFound', 'countFoundByCategory'])
    await em.execute("update search_indexes set state = 'ready'")
  })

  it('runs what it shows, and shows that an index is used where it says so', async () => {
    await database()
      .heavy.connection()
      .execute(async (db) => {
        // Of few rows PostgreSQL would rather read the whole table, or sort what it finds.
        const dearer = engine === 'postgresql' ? ['enable_seqscan', 'enable_bitmapscan'] : []
        for (const way of dearer) await sql`set ${sql.raw(way)} = off`.execute(db)
        for (const { name, lesson, answer: { plan } = { plan: '' }, sql: shown } of await runExamples(db)) {
          expect(shown[engine], name).toBe(
            questions
              .find((each) => each.name === name)
              ?.query(db, await argumentsFor(db))
              .compile().sql,
          )
          expect(plan, name).toMatch(engine === 'sqlite' ? /^(SCAN|SEARCH|CO-ROUTINE)/ : /->|Index|Scan/)
          if (/\bindex\b|primary key/i.test(lesson))
            expect(plan, name).toMatch(
              /USING (COVERING )?INDEX|PRIMARY KEY|VIRTUAL TABLE INDEX|Index (Only )?Scan|Bitmap Index/,
            )
          if (/nothing is sorted|goes on from there/.test(lesson))
            expect(plan, name).not.toMatch(/TEMP B-TREE|Sort/)
        }
        for (const way of dearer) await sql`reset ${sql.raw(way)}`.execute(db)
      })
  })

  describe('beside MikroORM', () => {
    const sent: string[] = []
    let em: EntityManager
    let aType = 0
    beforeAll(async () => {
      // Read before the transactions begin: PGlite has one connection, which they hold.
      aType = (await database().db.selectFrom('item_types').select('id').executeTakeFirstOrThrow()).id
      const logger = database().orm.config.getLogger()
      logger.setDebugMode(['query'])
      vi.spyOn(logger, 'logQuery').mockImplementation(({ query }) => void sent.push(query ?? ''))
      return () => logger.setDebugMode(false)
    })
    beforeEach(async () => {
      em = database().em()
      await em.begin()
      sent.length = 0
      return () => em.rollback()
    })
    afterAll(() => vi.restoreAllMocks())

    /** The transaction's own connection, whose statements are heard as well. */
    const listened = (): Reader => {
      const db = em.getKysely() as unknown as Reader
      return db.withPlugin({
        transformQuery({ node, queryId }) {
          sent.push(db.getExecutor().compileQuery(node, queryId).sql)
          return node
        },
        transformResult: async ({ result }) => result,
      })
    }
    /** The statements in the form of SQLite. */
    const statements = () =>
      sent.map((each) => {
        const plain = each.replace(/ \[took .*$/, '').replaceAll('`', '"')
        return engine === 'postgresql' ? plain.replaceAll(/\$\d+/g, '?') : plain
      })
    const shown = (name: string) =>
      comparisonsFor(itemFields.map(([name]) => name))
        .flatMap(({ sides }) => sides)
        .find((side) => side.name === name)
        ?.sql.map((each) => each.replaceAll('`', '"'))

    it.each([
      ['creatorsOfItem', () => creatorsOfItem(listened(), ids[0] ?? 0).execute()],
      ['itemsWithType', () => itemsWithType(listened()).execute()],
      ['creatorsPopulated', () => functions.creatorsPopulated(em, ids[0] ?? 0)],
      ['typesOneByOne', () => functions.typesOneByOne(em)],
      ['typesPopulated', () => functions.typesPopulated(em)],
      ['addWithStatements', () => functions.addWithStatements(listened(), aType)],
      ['addWithFlush', () => functions.addWithFlush(em, aType)],
    ])('%s sends what the page says', async (name, run) => {
      await run()
      expect(statements()).toEqual(shown(name))
    })

    it('each pair comes to the same', async () => {
      const [first = 0] = ids
      const creators = await creatorsOfItem(listened(), first).execute()
      expect(await functions.creatorsPopulated(em, first)).toEqual(creators.map(({ name }) => name))
      const rows = await itemsWithType(listened()).execute()
      expect(rows.map(({ type }) => type)).toEqual([...types.toReversed(), 'Film', 'Film', 'Film'])
      expect(await functions.typesOneByOne(em)).toEqual(rows)
      em.clear()
      expect(await functions.typesPopulated(em)).toEqual(rows)
    })

    it.each([
      ['statements', () => functions.addWithStatements(listened(), aType)],
      ['flush', () => functions.addWithFlush(em, aType)],
    ])('an item and its creator are added by %s, and taken back', async (_, add) => {
      await add()
      const added = (db: Reader) =>
        db
          .selectFrom('item_creators')
          .innerJoin('items', 'items.id', 'item_id')
          .innerJoin('creators', 'creators.id', 'creator_id')
          .select(['title', 'name', 'position'])
          .where('title', '=', 'Tide Tables')
          .execute()
      const expected = [{ title: 'Tide Tables', name: 'Mara Quay', position: 0 }]
      expect(await added(listened())).toEqual(expected)
      await em.rollback()
      expect(await added(database().db)).toEqual([])
      await em.begin()
    })

    it('shows the code of each function as it stands in its file', async () => {
      const sides = (await readComparisons(operator)).flatMap((comparison) => comparison.sides)
      expect(sides).toHaveLength(7)
      for (const { name, code } of sides) {
        expect(code).toMatch(new RegExp(`^(async )?function ${name}\\(`))
        expect(code).toMatch(/\n\}$/)
        expect(code.match(/function /g)).toHaveLength(1)
      }
    })
  })
})
