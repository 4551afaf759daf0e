/**
 * Types get rules: which fields they need or hide, and by what scheme the identifiers of their items are read and compared. No type has a
 * rule to begin with. On the way back identifiers are compared by their folded text again; the functions that fold are copies of those of
 * this day.
 */
import type { Kysely } from 'kysely'
import {
  check,
  defineRevision,
  foreignKey,
  integer,
  primaryKey,
  text,
  type TablesThen,
} from '../migrate/define.ts'

const plainLetters: Record<string, string> = {
  ς: 'σ',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ħ: 'h',
  ı: 'i',
  ŋ: 'ng',
}
const special = new RegExp(`[${Object.keys(plainLetters).join('')}]`, 'gu')

const alike: readonly [RegExp, string][] = [
  [/\p{DI}/gu, ''],
  [/[`´‘’‚‛‹›ʹʻʼʽʾʿˈˊˋ՚׳′‵᾽᾿῾ꞌ＇]/gu, "'"],
  [/[“”„‟«»〝〞〟″‶״＂]/gu, '"'],
  [/[\p{Pd}−⁃]/gu, '-'],
]

function fold(text: string): string {
  return alike
    .reduce((so, [signs, sign]) => so.replace(signs, sign), text.normalize('NFD'))
    .normalize('NFKD')
    .replace(/([\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])\p{Mn}+/gu, '$1')
    .toUpperCase()
    .toLowerCase()
    .replace(special, (letter) => plainLetters[letter] ?? letter)
    .normalize('NFKC')
}

const keyOf = (text: string) =>
  fold(fold(text))
    .replace(/[\s\p{Cc}\p{Cf}\p{Z}]+/gu, ' ')
    .trim()

/** Two identifiers that differ by their scheme differ when they are folded as well, so none is in the way of another. */
async function compareByFoldedText(db: Kysely<TablesThen>): Promise<void> {
  const types = await db
    .selectFrom('item_types')
    .select('id')
    .where('identifier_scheme', 'is not', null)
    .execute()
  for (const { id: type } of types as { id: number }[]) {
    for (let last = 0; ;) {
      const rows = (await db
        .selectFrom('items')
        .select(['id', 'identifier', 'identifier_key as key'])
        .where('item_type_id', '=', type)
        .where('identifier', 'is not', null)
        .where('id', '>', last)
        .orderBy('id')
        .limit(1000)
        .execute()) as { id: number; identifier: string; key: string }[]
      for (const { id, identifier, key } of rows) {
        const identifier_key = keyOf(identifier)
        if (identifier_key !== key)
          await db.updateTable('items').set({ identifier_key }).where('id', '=', id).execute()
      }
      if (rows.length < 1000) break
      last = rows.at(-1)?.id ?? 0
    }
  }
}

export default defineRevision({
  follows: '0011_count_decades_when_asked',
  message: 'give types rules',

  up(op) {
    op.createTable(
      'item_type_fields',
      {
        item_type_id: integer().notNull(),
        field: text().notNull(),
        rule: text().notNull(),
      },
      [
        primaryKey('item_type_id', 'field'),
        foreignKey(['item_type_id'], 'item_types', { onDelete: 'cascade' }),
        check('field_length', 'length(field) <= 40'),
        check('field_not_blank', "trim(field) <> ''"),
        check('rule_known', "rule in ('required', 'hidden')"),
      ],
    )
    op.addColumn('item_types', 'identifier_scheme', text())
    op.addColumn('item_types', 'identifier_pattern', text())
    op.addCheck(
      'item_types',
      'identifier_pattern_fits_scheme',
      "(identifier_pattern is not null) = (coalesce(identifier_scheme, '') = 'pattern')",
    )
    op.addCheck('item_types', 'identifier_pattern_length', 'length(identifier_pattern) <= 100')
    op.addCheck('item_types', 'identifier_pattern_not_blank', "trim(identifier_pattern) <> ''")
    op.addCheck(
      'item_types',
      'identifier_scheme_known',
      "identifier_scheme in ('isbn', 'issn', 'ean', 'doi', 'pattern')",
    )
  },

  down(op) {
    op.data('compare identifiers by their folded text', compareByFoldedText, { empty: ['items'] })
    op.dropCheck('item_types', 'identifier_pattern_fits_scheme')
    op.dropCheck('item_types', 'identifier_pattern_length')
    op.dropCheck('item_types', 'identifier_pattern_not_blank')
    op.dropCheck('item_types', 'identifier_scheme_known')
    op.dropColumn('item_types', 'identifier_scheme')
    op.dropColumn('item_types', 'identifier_pattern')
    op.dropTable('item_type_fields')
  },
})
