/** The message of a revision whose author gave none. */
import { expect, it } from 'vitest'
import { integer, primaryKey, text } from '../../../../src/db/migrate/define.ts'
import { Operations } from '../../../../src/db/migrate/core/operations.ts'
import { messageOfSteps } from '../../../../src/db/migrate/generate/message.ts'

it.each<[string, (op: Operations) => void]>([
  ['add price to items', (op) => op.addColumn('items', 'price', integer())],
  [
    'add place to items',
    (op) => {
      op.addColumn('items', 'place', text())
      op.addColumn('items', 'place_key', text())
      op.createIndex('items', ['place_key'])
    },
  ],
  [
    'add a, b and c to items, drop year from items',
    (op) => {
      for (const name of ['a', 'b', 'c']) op.addColumn('items', name, text())
      op.dropColumn('items', 'year')
    },
  ],
  [
    'add a, b and 3 more to items',
    (op) => {
      for (const name of ['a', 'b', 'c', 'd', 'e']) op.addColumn('items', name, text())
    },
  ],
  [
    'create suppliers, rename place of items to shelf',
    (op) => {
      op.createTable('suppliers', { id: integer().notNull() }, [primaryKey('id')])
      op.createIndex('suppliers', ['id'])
      op.renameColumn('items', 'place', 'shelf')
    },
  ],
  ['rename items to works', (op) => op.renameTable('items', 'works')],
  ['drop suppliers', (op) => op.dropTable('suppliers')],
  ['change the rules and indexes of items', (op) => op.createIndex('items', ['year'])],
])('%s', (message, write) => {
  const op = new Operations()
  write(op)
  expect(messageOfSteps(op.steps)).toBe(message)
})
