/**
 * Lists are ordered as people expect it: creators by a sort name (Le Guin, Ursula K.), titles without their article, and numbers by their
 * value. A key of its own stands beside each title that needs one, and beside each name. The functions that make them are copies of those
 * of this day.
 */
import { sql, type Kysely } from 'kysely'
import { defineRevision, expression, key, text, type TablesThen } from '../migrate/define.ts'

type Db = Kysely<TablesThen>

/** Goes through all rows, so many at a time. @param keyIn what a row is ordered by, null where it needs no key of its own */
async function fill(
  db: Db,
  { table, from, to }: { table: string; from: string; to: string },
  keyIn: (text: string) => string | null,
): Promise<void> {
  for (let last = 0; ;) {
    const rows = (await db
      .selectFrom(table)
      .select(['id', `${from} as text`])
      .where('id', '>', last)
      .orderBy('id')
      .limit(1000)
      .execute()) as { id: number; text: string }[]
    const keys = rows.flatMap(({ id, text }) => {
      const made = keyIn(text)
      return made === null ? [] : [sql`(cast(${id} as integer), cast(${made} as text))`]
    })
    if (keys.length > 0)
      // Both engines call the columns of such rows so.
      await sql`update ${sql.table(table)} set ${sql.ref(to)} = made.column2 from (values ${sql.join(keys)}) as made
        where ${sql.table(table)}.id = made.column1`.execute(db)
    if (rows.length < 1000) return
    last = rows.at(-1)?.id ?? 0
  }
}

export default defineRevision({
  follows: '0013_add_shelf_mark_to_items',
  message: 'sort by sort names and by numbers',

  up(op) {
    op.addColumn('creators', 'sort_name', text(), { after: 'name_key' })
    op.addColumn('creators', 'sort_key', key())
    op.data(
      'give each creator what it is ordered by',
      (db) => fill(db, { table: 'creators', from: 'name', to: 'sort_key' }, keyOfName),
      { empty: ['creators'] },
    )
    op.createIndex('creators', [expression('coalesce(sort_key, name_key)'), 'id'], {
      name: 'ix_creators_sort_key',
    })
    op.addCheck('creators', 'sort_name_length', 'length(sort_name) <= 500')
    op.addCheck('creators', 'sort_name_not_blank', "trim(sort_name) <> ''")

    op.dropIndex('items', { name: 'ix_items_title_start' })
    op.addColumn('items', 'title_sort_key', key(), { after: 'title_key' })
    op.data(
      'give titles with a number or an article what they are ordered by',
      (db) => fill(db, { table: 'items', from: 'title_key', to: 'title_sort_key' }, keyOfTitle),
      { empty: ['items'] },
    )
    op.createIndex('items', [expression('coalesce(title_sort_key, substr(title_key, 1, 200))'), 'id'], {
      name: 'ix_items_title_start',
    })
  },

  down(op) {
    op.dropIndex('creators', { name: 'ix_creators_sort_key' })
    op.dropCheck('creators', 'sort_name_length')
    op.dropCheck('creators', 'sort_name_not_blank')
    op.dropColumn('creators', 'sort_name')
    op.dropColumn('creators', 'sort_key')
    op.dropIndex('items', { name: 'ix_items_title_start' })
    op.dropColumn('items', 'title_sort_key')
    op.createIndex('items', [expression('substr(title_key, 1, 200)'), 'id'], { name: 'ix_items_title_start' })
  },
})

const startOf = (key: string) => [...key.slice(0, 400)].slice(0, 200).join('')

function sortKey(key: string): string {
  const numbers = key.replace(/[0-9]+/g, (digits) => {
    const number = digits.replace(/^0+(?=.)/, '')
    const { length } = number
    if (length <= 8) return `${length}${number}`
    return `9${length > 98 ? 99 : String(length).padStart(2, '0')}${number}`
  })
  return startOf(numbers)
}

function keyOfTitle(key: string): string | null {
  const sorted = sortKey(key.replace(/^(?:the|an?) /, ''))
  return sorted === startOf(key) ? null : sorted
}

const keyOfName = (name: string) => sortKey(folded(sortName(name)))

const particle = /^(?:\p{Ll}[\p{L}’'.-]*|Le|La|Du|De|Del|Della|Di|Da|Des|Van|Von|Der|Den|Ter|St\.)$/u
const suffixes = /^(?:Jr\.?|Sr\.?|I{1,3}|IV|V)$/
const joining = /(?:^|\s)(?:and|of|for|the|in|on|at|&|\+|und|für|et|des?\s+la)(?=\s)/u
const organisation =
  /(?:^|\s)(?:Academy|Agency|Association|Associates|Band|Board|Books|Bros\.?|Brothers|Bureau|Choir|Club|Collaboration|Collective|College|Commission|Committee|Company|Conference|Congress|Consortium|Co\.|Corp\.?|Corporation|Council|Department|Ensemble|Films?|Foundation|Fund|GmbH|Group|Inc\.?|Institute?|International|Laborator(?:y|ies)|Labs?|Ltd\.?|Library|LLC|Magazine|Media|Ministry|Museum|Nations|Office|Orchestra|Organi[sz]ation|Party|Philharmoni[ck](?:er)?|Pictures|Press|Productions|Project|Publications|Publishers|Publishing|Quartet|Quintet|Records|Republic|School|Service|Sisters|Society|Staff|Studios?|Team|Theat(?:re|er)|Trio|Trust|Union|University|Verlag|Workshop)(?=$|[\s,(])/u
const otherOrder =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u

function sortName(name: string): string {
  const text = name.trim().replace(/\s+/g, ' ')
  if (text.includes(',') || !text.includes(' ') || otherOrder.test(text)) return text
  const [, before = '', note = ''] = /^(.+?)( \([^()]*\))$/u.exec(text) ?? ['', text, '']
  const [, article, rest] = /^(The|A|An) (.+)$/u.exec(before) ?? []
  if (article !== undefined && rest !== undefined) return `${rest}, ${article}${note}`
  const isWhole = joining.test(before) || organisation.test(before) || /[0-9!?]/.test(before)
  return isWhole || /^\p{Lu}.*\s\p{Ll}[^\s]*$/u.test(before) ? text : turned(before) + note
}

function turned(name: string): string {
  const words = name.split(' ')
  const suffix = words.length > 2 && suffixes.test(words.at(-1) ?? '') ? (words.pop() ?? '') : ''
  let first = words.length - 1
  while (first > 0 && particle.test(words[first - 1] ?? '')) first--
  const given = words.slice(0, first).join(' ')
  if (given === '') return name
  return [words.slice(first).join(' '), given, suffix].filter((part) => part !== '').join(', ')
}

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

const folded = (text: string) =>
  fold(fold(text))
    .replace(/[\s\p{Cc}\p{Cf}\p{Z}]+/gu, ' ')
    .trim()
