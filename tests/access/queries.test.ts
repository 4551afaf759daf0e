/** The catalogue's queries ask by themselves who is looking: a route that forgot to ask would still show nothing. */
import { expect, it } from 'vitest'
import type { Database } from '../../src/db/engine/connection.ts'
import { lookups as declared } from '../../src/declared.ts'
import type { LookupName } from '../../src/declared.ts'
import { noFilter } from '../../src/features/catalogue/items/forms/filter.ts'
import * as items from '../../src/features/catalogue/items/queries.ts'
import * as lookups from '../../src/features/catalogue/lookups/queries.ts'
import { readSuggestions } from '../../src/features/catalogue/suggestions/queries.ts'
import { readOverview } from '../../src/features/home/queries.ts'
import { noRules } from '../../src/type-rules.ts'
import { visitor } from '../../src/security/rights/viewer.ts'
import type { Viewer } from '../../src/security/rights/viewer.ts'
import { forEachEngine } from '../setup/database.ts'

const choice = { letter: '', q: '', page: 1, per_page: 10 }
const item = { id: 1, creators: [], categories: [] } as unknown as items.ItemDetail
const place = { page: 1, after: null, before: null }

const lookupNames = Object.keys(declared) as LookupName[]

type Query = (database: Database, viewer: Viewer) => Promise<unknown>

/** Every query that takes a viewer. */
const queries: Record<string, Query> = {
  listItems: (database, viewer) => items.listItems(database, noFilter, viewer),
  listItemsOf: ({ db, heavy }, viewer) => items.listItemsOf({ db, heavy }, { type: [1] }, place, viewer),
  listNewest: (database, viewer) => items.listNewest(database, 1, viewer),
  countItems: (database, viewer) => items.countItems(database, noFilter, viewer),
  readFacets: (database, viewer) => items.readFacets(database, noFilter, viewer),
  countItemsOf: ({ db }, viewer) => items.countItemsOf(db, 'creators', [1], viewer),
  countItemsByField: ({ db }, viewer) => items.countItemsByField(db, 'creators', 1, viewer),
  readAround: ({ heavy }, viewer) => items.readAround(heavy, 'type', 1, viewer),
  findItem: ({ db }, viewer) => items.findItem(db, 1, viewer),
  relatedItems: ({ db }, viewer) => items.relatedItems(db, item, 4, viewer),
  listTypeChoices: ({ db }, viewer) => items.listTypeChoices(db, viewer),
  findTypeRules: ({ db }, viewer) => items.findTypeRules(db, 1, viewer),
  countBreaking: (database, viewer) => items.countBreaking(database, 1, noRules, viewer),
  ...Object.fromEntries(
    lookupNames.flatMap((lookup): [string, Query][] => [
      [`listEntries of ${lookup}`, ({ db }, viewer) => lookups.listEntries(db, lookup, choice, viewer)],
      [`findEntry of ${lookup}`, ({ db }, viewer) => lookups.findEntry(db, lookup, 1, viewer)],
      [`countEntries of ${lookup}`, ({ db }, viewer) => lookups.countEntries(db, lookup, viewer)],
    ]),
  ),
  readSuggestions: ({ db }, viewer) => readSuggestions(db, { text: 'a', key: 'a' }, viewer),
  readOverview: (database, viewer) => readOverview(database, viewer),
}

forEachEngine((database) => {
  it.each(Object.entries(queries))(
    '%s reads nothing for who may not see the catalogue',
    async (_name, query) => {
      await expect(query(database(), visitor(false))).rejects.toMatchObject({ status: 401 })
      await query(database(), visitor(true))
    },
  )
})
