/** Suggestions while somebody types: what begins so, on both engines, for whoever may see it, read from indexes alone. */
import type { CompiledQuery } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { recordQueries } from '../../../../src/db/engine/query-log.ts'
import { lookups } from '../../../../src/declared.ts'
import { domain } from '../../../../src/domain.ts'
import { readTypedText } from '../../../../src/features/catalogue/suggestions/forms.ts'
import { readSuggestions } from '../../../../src/features/catalogue/suggestions/queries.ts'
import { searchKey } from '../../../../src/rules/text.ts'
import { readyIndex } from '../../../../src/search/state.ts'
import { visitor } from '../../../../src/security/rights/viewer.ts'
import { addItems } from '../../../setup/catalogue.ts'
import { forEachEngine } from '../../../setup/database.ts'

const guide = 'The Hitchhiker’s Guide to the Galaxy'
const items = [
  { title: 'Dune', type: 'Book', creators: ['Frank Herbert'], categories: ['Science fiction'] },
  { title: 'Dune', type: 'Film', creators: ['Denis Villeneuve'], categories: ['Science fiction'] },
  { title: 'Duelling for Beginners', creators: ['Dubois', 'Dürer, Albrecht'], categories: ['Sport'] },
  { title: 'The Dutch House', creators: ['Ann Patchett'], categories: ['Fiction'] },
  { title: '100% Wool', creators: ['Dürer, Albrecht'], categories: ['Dutch', 'Sport'] },
  { title: '1000 Places', creators: ['Ursula K. Le Guin'], categories: ['Fiction'] },
  { title: 'x_y', creators: ['Ursula K. Le Guin'] },
  { title: guide, description: 'Of Zaphod and galagos', creators: ['Galagher'] },
  { title: 'A Galaxy of Films', type: 'Film', creators: ['Galagher'] },
  { title: 'Galactic E-mail', creators: ['Galagher'], categories: ['Zoology'] },
  { title: '東京の銀河', creators: ['Galagher'] },
  { title: 'Émile', creators: ['Zola, Émile'] },
  { title: '東京物語', creators: ['小津 安二郎'] },
  ...Array.from({ length: 40 }, (_, at) => ({ title: `Many ${at}`, creators: [`Many ${at}`] })),
  ...Array.from({ length: 3 }, (_, at) => ({ title: `Some ${at}`, creators: ['Many, the busiest'] })),
]

/** Whether lists leave out articles, and have sort names. */
const hasOrders = domain.fields.title.articles.includes('the') && lookups.creators.sortName

forEachEngine((database, engine) => {
  beforeAll(async () => {
    await addItems(database(), items)
    if (!hasOrders) return
    const em = database().em()
    await em.execute("update items set title_sort_key = 'dutch house' where title = 'The Dutch House'")
    await em.execute("update items set title_sort_key = 'galaxy of films' where title like '%of Films'")
    await em.execute("update items set title_sort_key = '3100% wool' where title = '100% Wool'")
    await em.execute("update creators set sort_key = 'le guin, ursula k.' where name = 'Ursula K. Le Guin'")
  })

  const suggest = async (text: string) => {
    const { items: found, lookups } = await readSuggestions(database().db, readTypedText(text), visitor(true))
    const entries = Object.fromEntries(lookups.map(({ lookup, entries: rows }) => [lookup, rows]))
    return {
      items: found.map(({ title }) => title),
      creators: entries.creators?.map(({ name }) => name),
      categories: entries.categories?.map(({ name }) => name),
      found,
      entries,
    }
  }

  it('suggests items, creators and categories that begin with it', async () => {
    expect(await suggest('DU')).toMatchObject({
      items: ['Duelling for Beginners', 'Dune', 'Dune', ...(hasOrders ? ['The Dutch House'] : [])],
      creators: ['Dürer, Albrecht', 'Dubois'],
      categories: ['Dutch'],
    })
    expect((await suggest('dune')).found.map(({ type }) => type)).toEqual(['Book', 'Film'])
  })

  it('shows first what most items have, and how many those are', async () => {
    expect((await suggest('d')).entries.creators).toMatchObject([
      { name: 'Dürer, Albrecht', count: 2 },
      { name: 'Denis Villeneuve', count: 1 },
      { name: 'Dubois', count: 1 },
    ])
    // Behind forty others in the order of names.
    expect((await suggest('many')).creators?.[0]).toBe('Many, the busiest')
  })

  it.each([
    ['guin', ['Ursula K. Le Guin']],
    ['le g', ['Ursula K. Le Guin']],
    ['k. le', ['Ursula K. Le Guin']],
    ['rsula', undefined],
    ['albrecht', ['Dürer, Albrecht']],
    // Those that begin so come first.
    ['d', ['Dürer, Albrecht', 'Denis Villeneuve', 'Dubois']],
    ['zo', ['Zola, Émile']],
    ['安', ['小津 安二郎']],
  ])('finds creators by the beginning of a later word: %j', async (text, names) => {
    expect((await suggest(text)).creators).toEqual(names)
  })

  it('finds a creator by the words of a new name at once, and not by those of the old one', async () => {
    const em = database().em()
    const later = async () => [(await suggest('wright')).creators, (await suggest('wing')).creators]
    const [{ id }] = await em.execute<[{ id: number }]>(
      "insert into creators (name, name_key) values ('Ann Wright', 'ann wright') returning id",
    )
    expect(await later()).toEqual([['Ann Wright'], undefined])
    await em.execute("update creators set name = 'Ann Wing', name_key = 'ann wing' where id = ?", [id])
    expect(await later()).toEqual([undefined, ['Ann Wing']])
    await em.execute('delete from creators where id = ?', [id])
    expect(await later()).toEqual([undefined, undefined])
    const left = await em.execute<[]>('select 1 from creator_name_ends where creator_id = ?', [id])
    expect(left).toEqual([])
  })

  it.runIf(hasOrders)('finds titles without their article, and creators by their sort names', async () => {
    expect((await suggest('dutch h')).items).toEqual(['The Dutch House'])
    expect((await suggest('the dutch h')).items).toEqual(['The Dutch House'])
    expect((await suggest('le guin, u')).creators).toEqual(['Ursula K. Le Guin'])
    // How lists write numbers is nothing that anybody types.
    expect((await suggest('3100')).items).toEqual([])
  })

  it.each([
    // What begins so, then what only an article stands before, then what has the word further on.
    ['gal', ['Galactic E-mail', 'A Galaxy of Films', guide]],
    ['galaxy', ['A Galaxy of Films', guide]],
    ['GALAXY', ['A Galaxy of Films', guide]],
    ['ga', ['Galactic E-mail', ...(hasOrders ? ['A Galaxy of Films'] : [])]],
    ['guide gala', [guide]],
    ['galaxy guide', [guide]],
    ['guide to the galaxy', [guide]],
    ['the hitchhiker’s gal', [guide]],
    ['guid gala', []],
    ['galaxy zaphod', []],
    ['email', ['Galactic E-mail']],
    ['e-mail', ['Galactic E-mail']],
    ['銀河', ['東京の銀河']],
    ['河', []],
    // In a description, in a name and in a category: not in a title.
    ['zaphod', []],
    ['galagos', []],
    ['galagher', []],
    ['zoology', []],
    ['x_y nothing', []],
    // A single letter is no beginning: it is a word of its own.
    ['galaxy g', []],
    ['galactic e-m', ['Galactic E-mail']],
    ['films a', ['A Galaxy of Films']],
  ])('finds titles by later words: %j', async (text, titles) => {
    expect((await suggest(text)).items).toEqual(titles)
  })

  it('suggests no item twice, and of one title each item', async () => {
    const { found } = await suggest('some')
    expect(found.map(({ title }) => title)).toEqual(['Some 0', 'Some 1', 'Some 2'])
    expect((await suggest('dune dun')).items).toEqual(['Dune', 'Dune'])
  })

  it('suggests at most five of each, and nothing for nothing', async () => {
    const { items: titles, creators } = await suggest('m')
    expect([titles.length, creators?.length]).toEqual([5, 5])
    expect(await suggest('')).toMatchObject({ items: [], entries: {} })
    expect(await suggest('nothing begins so')).toMatchObject({ items: [], entries: {} })
  })

  it.each([
    ['100%', ['100% Wool']],
    ['100', ['100% Wool', '1000 Places']],
    ['x_', ['x_y']],
    ['%', []],
    ['_', []],
    ["'", []],
    ['emi', ['Émile']],
    ['東', ['東京の銀河', '東京物語']],
    ['東京', ['東京の銀河', '東京物語']],
    ['\u{10FFFF}', []],
    ['\u{0}', []],
    ['(du', []],
    // Signs are no part of the words further on, but one behind a word ends it.
    ['"dune"', ['Dune', 'Dune']],
    ['"dun"', []],
  ])('takes %j as it stands', async (text, titles) => {
    expect((await suggest(text)).items).toEqual(titles)
  })

  it('finds what a plain look at all names finds', async () => {
    const names = [...new Set(items.flatMap(({ creators }) => creators))]
    for (const text of ['m', 'ma', 'd', 'dü', 'ur', 'ursula k', 'z', '小']) {
      const begins = names.filter((name) => searchKey(name).startsWith(searchKey(text)))
      const found = (await suggest(text)).creators ?? []
      const later = names.filter((name) => ` ${searchKey(name)}`.includes(` ${searchKey(text)}`))
      expect(later).toEqual(expect.arrayContaining(found))
      expect(found.slice(0, begins.length).every((name) => begins.includes(name))).toBe(true)
      expect(found).toHaveLength(Math.min(5, later.length))
    }
  })

  describe('however many there are', () => {
    it.each([
      ['du', 3],
      // Also: which index there is, what it finds, and the titles of that.
      ['the gala', 6],
    ])('costs a few statements, and reads from an index: %j', async (text, statements) => {
      await suggest('d')
      const recorded = await recordQueries(() => suggest(text))
      // The busiest are read again when somebody has written: until then they are only asked for their moment.
      const queries = recorded.queries.filter(({ sql }) => !/data_version|pg_current_snapshot/.test(sql))
      if (engine === 'sqlite') expect(queries).toHaveLength(statements)
      await database()
        .db.connection()
        .execute(async (db) => {
          // Where a table is small, PostgreSQL would rather read all of it.
          if (engine === 'postgresql') await db.executeQuery(plain('set enable_seqscan = off'))
          for (const { sql, parameters } of queries.filter((each) => each.parameters.length > 0)) {
            const explain = engine === 'sqlite' ? 'explain query plan' : 'explain'
            const { rows } = await db.executeQuery<object>(plain(`${explain} ${sql}`, parameters))
            const plan = rows.flatMap((row) => Object.values(row).map(String)).join('\n')
            expect(plan).toMatch(/Index|INDEX|PRIMARY KEY|search_indexes/)
            expect(plan).not.toMatch(
              /SCAN (items|creators|categories|item_types|names|kept_counts)\b|Seq Scan on (?!search_indexes)/,
            )
            expect(sql).toMatch(/ limit \d|in \(/)
          }
          if (engine === 'postgresql') await db.executeQuery(plain('reset enable_seqscan'))
        })
    })
  })

  describe('without an index that can be searched', () => {
    it('suggests titles that begin so, while the index is built', async () => {
      const em = database().em()
      await em.execute("update search_indexes set state = 'building'")
      expect((await suggest('galaxy')).items).toEqual(hasOrders ? ['A Galaxy of Films'] : [])
      await em.execute("update search_indexes set state = 'ready'")
      expect((await suggest('galaxy')).items).toHaveLength(2)
    })

    it('suggests them also where its tables are gone', async () => {
      const index = await readyIndex(database().db)
      const table =
        engine === 'sqlite' ? `search_${index}_title_words` : `crowfoot_search.search_${index}_public`
      await database().em().execute(`drop table ${table}`)
      expect((await suggest('galaxy')).items).toEqual(hasOrders ? ['A Galaxy of Films'] : [])
    })
  })
})

function plain(sql: string, parameters: readonly unknown[] = []): CompiledQuery<object> {
  return { sql, parameters, query: { kind: 'RawNode' } as never, queryId: { queryId: 'test' } }
}
