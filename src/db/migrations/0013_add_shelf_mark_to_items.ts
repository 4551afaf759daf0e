/** Add shelf_mark to items. */
import { defineRevision, key, text } from '../migrate/define.ts'

export default defineRevision({
  follows: '0012_give_types_rules',
  message: 'add shelf_mark to items',

  up(op) {
    op.addColumn('items', 'shelf_mark', text())
    op.addColumn('items', 'shelf_mark_key', key())
    op.addCheck('items', 'shelf_mark_key_length', 'length(shelf_mark_key) <= 40')
    op.addCheck('items', 'shelf_mark_length', 'length(shelf_mark) <= 40')
    op.addCheck('items', 'shelf_mark_not_blank', "trim(shelf_mark) <> ''")
  },

  down(op) {
    op.dropCheck('items', 'shelf_mark_key_length')
    op.dropCheck('items', 'shelf_mark_length')
    op.dropCheck('items', 'shelf_mark_not_blank')
    op.dropColumn('items', 'shelf_mark')
    op.dropColumn('items', 'shelf_mark_key')
  },
})
