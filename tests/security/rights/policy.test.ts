/** Who may see and send which field of an item, compared with a table written by hand. */
import { beforeAll, describe, expect, it } from 'vitest'
import { Item } from '../../../src/db/schema/models.ts'
import { itemFields } from '../../../src/domain.ts'
import {
  itemAccess,
  mayReadField,
  mayWriteField,
  readableFields,
  writableFields,
} from '../../../src/security/rights/policy.ts'
import { findSession, startSession, viewerOf } from '../../../src/security/sessions/session.ts'
import { visitor } from '../../../src/security/rights/viewer.ts'
import type { Viewer } from '../../../src/security/rights/viewer.ts'
import { opened } from '../../setup/database.ts'
import { addPerson } from '../../setup/people.ts'

/** Who sees it, and who may send it: v(isitor), m(ember), s(taff), a(dmin). Whether a person may save at all is the route's question. */
const table: Record<string, readonly [read: string, write: string]> = {
  id: ['vmsa', ''],
  title: ['vmsa', 'vmsa'],
  title_key: ['', ''],
  description: ['vmsa', 'vmsa'],
  year: ['vmsa', 'vmsa'],
  identifier: ['vmsa', 'vmsa'],
  identifier_key: ['', ''],
  item_type_id: ['vmsa', 'vmsa'],
  internal_notes: ['sa', 'sa'],
  created_by: ['a', ''],
  created_at: ['vmsa', ''],
  updated_at: ['vmsa', ''],
  version: ['vmsa', ''],
}

describe('the fields of an item', () => {
  const database = opened('sqlite')
  const viewers: Record<string, Viewer> = { v: visitor(true) }
  beforeAll(async () => {
    for (const role of ['member', 'staff', 'admin']) {
      const { id } = await addPerson(database(), role)
      const session = await findSession(database().db, await startSession(database().em(), id, ''))
      viewers[role.charAt(0)] = viewerOf(session!, { teaching: true })
    }
  })
  const who = (test: (viewer: Viewer) => boolean) =>
    ['v', 'm', 's', 'a'].filter((letter) => test(viewers[letter]!)).join('')

  it('are each in the table: a column of the model, a line of the policy, a line here', () => {
    const columns = database()
      .orm.getMetadata()
      .get(Item)
      .props.filter(({ kind }) => ['scalar', 'm:1'].includes(kind))
    expect(columns.flatMap(({ fieldNames }) => fieldNames).sort()).toEqual(Object.keys(table).sort())
    expect(Object.keys(itemAccess).sort()).toEqual(Object.keys(table).sort())
  })

  it.each(Object.entries(table))('%s', (field, [read, write]) => {
    expect(who((viewer) => mayReadField(viewer, field))).toBe(read)
    expect(who((viewer) => mayWriteField(viewer, field))).toBe(write)
  })

  it('that do not exist are for nobody', () => {
    for (const field of ['price', '__proto__', 'constructor', 'toString', '']) {
      expect(who((viewer) => mayReadField(viewer, field) || mayWriteField(viewer, field))).toBe('')
    }
  })

  it('are selected only where they may be seen, in their order', () => {
    const declared = itemFields.map(([name]) => name)
    for (const letter of ['v', 'm', 's', 'a']) {
      const expected = declared.filter((name) => table[name]?.[0].includes(letter))
      expect(readableFields(viewers[letter]!)).toEqual(expected)
    }
  })

  it('are in the form only where they may be sent, in their order', () => {
    const declared = itemFields.map(([name]) => name)
    for (const letter of ['v', 'm', 's', 'a']) {
      const expected = declared.filter((name) => table[name]?.[1].includes(letter))
      expect(writableFields(viewers[letter]!)).toEqual(expected)
    }
  })

  it('of the catalogue are nobody’s where it is not public, for visitors', () => {
    expect(mayReadField(visitor(false), 'title')).toBe(false)
  })
})
