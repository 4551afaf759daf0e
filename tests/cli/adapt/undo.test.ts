/** What is lost when an adaptation is taken back: found in the two declarations, and counted in the database. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, it } from 'vitest'
import { countValues } from '../../../src/cli/adapt/holdings.ts'
import { DomainSource } from '../../../src/cli/adapt/source.ts'
import { fallingOnTheWayBack } from '../../../src/cli/adapt/undo.ts'
import type { Reader } from '../../../src/db/engine/connection.ts'
import { lookups } from '../../../src/declared.ts'
import { addItems } from '../../setup/catalogue.ts'
import { forEachEngine } from '../../setup/database.ts'

const presets = path.resolve(import.meta.dirname, '../../../src/presets')
const preset = async (name: string) =>
  new DomainSource(await readFile(path.join(presets, `${name}.ts`), 'utf8'))

const sortNames = {
  what: 'field',
  name: 'creators.sort_name',
  place: ['lookups', 'creators', 'sortName'],
} as const

it('finds fields, fields of lookups, sort names and lookups that the declaration before had not', async () => {
  const falling = fallingOnTheWayBack(await preset('library'), await preset('tasks'))
  expect(falling).toContainEqual({ ...sortNames, label: 'creators.sort_name' })
  expect(falling.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['year', 'creators.birth_year', 'creators.sort_name']),
  )
  const library = await preset('library')
  const shops = "shops: { noun: noun('shop', 'shops'), sortName: true, fields: {} },"
  const withShops = new DomainSource(library.text.replace('  lookups: {\n', `  lookups: {\n    ${shops}\n`))
  expect(fallingOnTheWayBack(withShops, library)).toEqual([
    { what: 'lookup', name: 'shops', label: 'shops', place: ['lookups', 'shops'] },
  ])
})

it('finds nothing where both say the same, or the one before had more sort names', async () => {
  const [library, media] = [await preset('library'), await preset('media')]
  expect(fallingOnTheWayBack(library, library)).toEqual([])
  expect(fallingOnTheWayBack(await preset('tasks'), media).map(({ name }) => name)).not.toContain(
    sortNames.name,
  )
})

const hasSortNames = 'sortName' in lookups.creators && lookups.creators.sortName

if (hasSortNames)
  forEachEngine((database) => {
    it('counts the sort names that somebody has written', async () => {
      await addItems(database(), [{ title: 'Dune', creators: ['Frank Herbert', 'Brian Herbert'] }])
      expect(await countValues(database().db, sortNames)).toBe(0)
      const db = database().em().getKysely() as unknown as Reader
      const written = { sort_name: 'Herbert, F.' } as never
      await db.updateTable('creators').set(written).where('name', '=', 'Frank Herbert').execute()
      expect(await countValues(database().db, sortNames)).toBe(1)
    })
  })
