/** The example queries: the SQL that each becomes, and what it answers, the same on both engines. */
import { beforeAll, expect, it } from 'vitest'
import * as queries from '../../../../src/features/catalogue/items/queries.ts'
import { addItems } from '../../../setup/catalogue.ts'
import { forEachEngine } from '../../../setup/database.ts'

/** One of each case that a query is about: two creators, none, several categories, no year, a year before our era. */
const books = [
  { title: 'The Iliad', year: -750, creators: ['Homer'], categories: ['Poetry', 'Classic'] },
  { title: 'Germinal', year: 1885, creators: ['Émile Zola'], categories: ['Novel', 'Classic'] },
  {
    title: 'Good Omens',
    year: 1990,
    creators: ['Neil Gaiman', 'Terry Pratchett'],
    categories: ['Novel', 'Humour'],
  },
  { title: 'Coraline', year: 2002, creators: ['Neil Gaiman'], categories: ['Novel'] },
  { title: 'Beowulf', year: null, creators: [], categories: ['Poetry'] },
  { title: 'Éloge de l’ombre', year: 1933, type: 'Document', creators: ['Jun’ichirō Tanizaki'] },
] as const

/** SQL on one line, as people write it down. */
const oneLine = (sql: string) => sql.replaceAll(/\s+/g, ' ').trim()

forEachEngine((database, engine) => {
  let ids: number[] = []
  let gaiman = 0
  const db = () => database().db

  beforeAll(async () => {
    ids = await addItems(database(), books)
    gaiman = (
      await db()
        .selectFrom('creators')
        .select('id')
        .where('name', '=', 'Neil Gaiman')
        .executeTakeFirstOrThrow()
    ).id
  })

  const id = (index: number) => ids[index] ?? 0
  /** The SQL of SQLite; PostgreSQL's differs in the sign of its parameters alone. */
  const expectSql = (query: { compile(): { sql: string } }, expected: string) => {
    const numbered =
      engine === 'postgresql'
        ? oneLine(query.compile().sql).replaceAll(/\$\d+/g, '?')
        : oneLine(query.compile().sql)
    expect(numbered).toBe(expected)
  }

  it('itemsOfType: the last added first', async () => {
    const { item_type_id } = await db()
      .selectFrom('items')
      .select('item_type_id')
      .where('id', '=', id(0))
      .executeTakeFirstOrThrow()
    const query = queries.itemsOfType(db(), item_type_id, 2)
    expectSql(query, 'select "id", "title" from "items" where "item_type_id" = ? order by "id" desc limit ?')
    expect((await query.execute()).map(({ title }) => title)).toEqual(['Beowulf', 'Coraline'])
  })

  it('itemsWithType: each item beside the name of its type', async () => {
    const query = queries.itemsWithType(db(), 3)
    expectSql(
      query,
      'select "items"."title", "item_types"."name" as "type" from "items" inner join "item_types" on "item_types"."id" = "items"."item_type_id" order by "items"."id" desc limit ?',
    )
    expect(await query.execute()).toEqual([
      { title: 'Éloge de l’ombre', type: 'Document' },
      { title: 'Beowulf', type: 'Book' },
      { title: 'Coraline', type: 'Book' },
    ])
  })

  it('creatorsOfItem: through the association table, in their order', async () => {
    const query = queries.creatorsOfItem(db(), id(2))
    expectSql(
      query,
      'select "creators"."id", "creators"."name", "item_creators"."position" from "item_creators" inner join "creators" on "creators"."id" = "item_creators"."creator_id" where "item_creators"."item_id" = ? order by "item_creators"."position"',
    )
    expect((await query.execute()).map(({ name, position }) => [name, position])).toEqual([
      ['Neil Gaiman', 0],
      ['Terry Pratchett', 1],
    ])
  })

  it('itemsWithoutCreator: what is not there', async () => {
    const query = queries.itemsWithoutCreator(db())
    expectSql(
      query,
      'select "items"."id", "items"."title" from "items" left join "item_creators" on "item_creators"."item_id" = "items"."id" where "item_creators"."creator_id" is null order by "items"."id" desc limit ?',
    )
    expect((await query.execute()).map(({ title }) => title)).toEqual(['Beowulf'])
  })

  it('countItemsByType: types without items count 0', async () => {
    await db().selectFrom('item_types').select('id').execute()
    await database().em().execute(`insert into item_types (name, name_key) values ('Video', 'video')`)
    const query = queries.countItemsByType(db())
    expectSql(
      query,
      'select "item_types"."id", "item_types"."name", count("items"."id") as "count" from "item_types" left join "items" on "items"."item_type_id" = "item_types"."id" group by "item_types"."id", "item_types"."name" order by "count" desc, "item_types"."name"',
    )
    expect((await query.execute()).map(({ name, count }) => [name, count])).toEqual([
      ['Book', 5],
      ['Document', 1],
      ['Video', 0],
    ])
  })

  it('busiestCreators: a condition on groups', async () => {
    const query = queries.busiestCreators(db())
    expectSql(
      query,
      'select "creators"."id", "creators"."name", count(*) as "count" from "item_creators" inner join "creators" on "creators"."id" = "item_creators"."creator_id" group by "creators"."id", "creators"."name" having count(*) >= ? order by "count" desc, "creators"."name" limit ?',
    )
    expect((await query.execute()).map(({ name, count }) => [name, count])).toEqual([['Neil Gaiman', 2]])
  })

  it('coCreators: a table joined with itself', async () => {
    const query = queries.coCreators(db(), gaiman)
    expectSql(
      query,
      'select "creators"."id", "creators"."name", count(*) as "together" from "item_creators" as "mine" inner join "item_creators" as "theirs" on "theirs"."item_id" = "mine"."item_id" inner join "creators" on "creators"."id" = "theirs"."creator_id" where "mine"."creator_id" = ? and "theirs"."creator_id" != ? group by "creators"."id", "creators"."name" order by "together" desc, "creators"."name"',
    )
    expect((await query.execute()).map(({ name, together }) => [name, together])).toEqual([
      ['Terry Pratchett', 1],
    ])
  })

  it('itemsAfter: goes on where the last page ended, also among items of one type', async () => {
    const rows = await db().selectFrom('items').select(['item_type_id', 'id', 'title']).execute()
    const inOrder = rows.sort((a, b) => a.item_type_id - b.item_type_id || a.id - b.id)
    const query = queries.itemsAfter(db(), inOrder[1]!, 2)
    expectSql(
      query,
      'select "item_type_id", "id", "title" from "items" where ("item_type_id", "id") > (?, ?) order by "item_type_id", "id" limit ?',
    )
    expect(await query.execute()).toEqual(inOrder.slice(2, 4))
  })
})
