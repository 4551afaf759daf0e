/** Revision 0014 with rows that are there already: they get the keys that the program of that day gives new ones. */
import { afterEach, describe, expect, it } from 'vitest'
import { downgrade, openForMigration, upgrade } from '../../../src/db/migrate/index.ts'
import type { Connection } from '../../../src/db/migrate/index.ts'
import { ownSortKeyOfText } from '../../../src/rules/sort-key.ts'
import { sortKeyOfName } from '../../../src/rules/sort-name.ts'
import { searchKey } from '../../../src/rules/text.ts'
import { createScratch } from '../../setup/scratch.ts'
import type { Scratch } from '../../setup/scratch.ts'

const before = '0013_add_shelf_mark_to_items'
const after = '0014_sort_by_sort_names_and_by_numbers'
const moment = '2026-01-01T00:00:00.000Z'

const names = [
  ...['Ursula K. Le Guin', 'Émile Zola', 'The Beatles', 'Plato', 'Martin Luther King Jr.', 'Area 51'],
  ...[
    'London Symphony Orchestra',
    'Assemblée nationale',
    'John Smith (poet)',
    '宮崎 駿',
    'd’Alembert, Jean',
    'X',
  ],
  ...Array.from({ length: 1200 }, (_, index) => `Person Number${index}`),
]
const titles = [
  'The Tempest',
  'A',
  'An Ode 7',
  'Volume 0010',
  'Theatre',
  `${'long '.repeat(100)}7`,
  'Ébauche',
]

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`

describe.each(['sqlite', 'postgresql'] as const)('revision 0014 on %s', (engine) => {
  let scratch: Scratch
  let connection: Connection | undefined
  afterEach(async () => {
    await connection?.close()
    connection = undefined
    await scratch.remove()
  })

  it('gives names and titles what they are ordered by, takes it away, and gives it again', async () => {
    scratch = await createScratch(engine, 'empty')
    await upgrade(scratch.target, { to: before })
    connection = await openForMigration(scratch.target)
    const rows = names.map((name) => `(${quoted(name)}, ${quoted(searchKey(name))})`)
    await connection.query(`insert into creators (name, name_key) values ${rows.join(', ')}`)
    await connection.query(`insert into item_types (name, name_key) values ('Book', 'book')`)
    for (const title of titles)
      await connection.query(
        `insert into items (title, title_key, item_type_id, created_at, updated_at)
         values (${quoted(title)}, ${quoted(searchKey(title))}, 1, '${moment}', '${moment}')`,
      )
    const mustHaveKeys = async () => {
      const creators = await connection!.query('select name, sort_name, sort_key from creators order by id')
      expect(creators).toEqual(
        names.map((name) => ({ name, sort_name: null, sort_key: sortKeyOfName(name) })),
      )
      const items = await connection!.query('select title, title_sort_key from items order by id')
      expect(items).toEqual(
        titles.map((title) => ({
          title,
          title_sort_key: ownSortKeyOfText(searchKey(title), ['the', 'a', 'an']),
        })),
      )
    }
    await upgrade(scratch.target, { to: after })
    await mustHaveKeys()
    await downgrade(scratch.target, { to: before })
    expect((await connection.query('select * from creators where id = 1'))[0]).not.toHaveProperty('sort_key')
    await upgrade(scratch.target, { to: after })
    await mustHaveKeys()
  })
})
