/** Who may see and send which field of an item, compared with the table of rights. */
import { hasSortKey } from '../../../src/fields/field.ts'
import { beforeAll, describe, expect, it } from 'vitest'
import { Item } from '../../../src/db/schema/models.ts'
import { declaredNames, itemFields, itemReferences } from '../../../src/declared.ts'
import type { DeclaredName } from '../../../src/declared.ts'
import {
  itemAccess,
  mayReadField,
  mayWriteField,
  readableFields,
  writableFields,
} from '../../../src/security/rights/policy.ts'
import { visitor } from '../../../src/security/rights/viewer.ts'
import type { Viewer } from '../../../src/security/rights/viewer.ts'
import { letters, lettersOf, missingRights, rights, rightsToOthers } from '../../access/rights.ts'
import type { Letter } from '../../access/rights.ts'
import { opened } from '../../setup/database.ts'
import { viewersOf } from '../../setup/people.ts'

const decided = declaredNames.filter((name) => Object.hasOwn(rights, name))

describe('the fields of an item', () => {
  const database = opened('sqlite')
  let viewers: Record<Letter, Viewer>
  beforeAll(async () => {
    viewers = await viewersOf(database())
  })
  const who = (test: (viewer: Viewer) => boolean) => lettersOf((letter) => test(viewers[letter]))

  it('are each in the table', () => {
    if (missingRights(viewers) !== '') expect.fail(missingRights(viewers))
  })

  it('have each a column, and a line of the policy unless the column only serves another: the folded form of a text, what the list is ordered by, the id of what is referred to', () => {
    const columns = database()
      .orm.getMetadata()
      .get(Item)
      .props.filter(({ kind }) => ['scalar', 'm:1'].includes(kind))
    const keys = itemFields.flatMap(([name, field]) => [
      ...(field.keyed ? [`${name}_key`] : []),
      ...(hasSortKey(field) ? [`${name}_sort_key`] : []),
    ])
    const own = itemFields.map(([name]) => name)
    const ids = itemReferences.flatMap(([name, { many }]) => (many ? [] : [`${name}_id`]))
    const always = Object.keys(rightsToOthers)
    expect(columns.flatMap(({ fieldNames }) => fieldNames).sort()).toEqual(
      [...own, ...ids, ...always, ...keys].sort(),
    )
    expect(Object.keys(itemAccess).sort()).toEqual([...declaredNames, ...always].sort())
    for (const key of [...keys, ...ids])
      expect(who((viewer) => mayReadField(viewer, key) || mayWriteField(viewer, key))).toBe('')
  })

  it.each([...decided, ...Object.keys(rightsToOthers)])('%s', (field) => {
    const [read, write] = rights[field] ?? rightsToOthers[field] ?? ['', '']
    expect(who((viewer) => mayReadField(viewer, field))).toBe(read)
    expect(who((viewer) => mayWriteField(viewer, field))).toBe(write)
  })

  it('that do not exist are for nobody', () => {
    for (const field of ['no_such_field', '__proto__', 'constructor', 'toString', '']) {
      expect(who((viewer) => mayReadField(viewer, field) || mayWriteField(viewer, field))).toBe('')
    }
  })

  it.each(letters)('are read and sent in their order, only those that are for %s', (letter) => {
    const those = (place: 0 | 1) => decided.filter((name) => rights[name]?.[place].includes(letter))
    const isDecided = (name: DeclaredName) => decided.includes(name)
    expect(readableFields(viewers[letter]).filter(isDecided)).toEqual(those(0))
    expect(writableFields(viewers[letter]).filter(isDecided)).toEqual(those(1))
  })

  it('of the catalogue are nobody’s where it is not public, for visitors', () => {
    expect(mayReadField(visitor(false), 'title')).toBe(false)
  })
})
