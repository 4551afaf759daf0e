/** The cells of a sample that depend on when and where it is loaded: days counted from today, and people who have an account. */
import { declarationOf } from '../../../declared.ts'
import type { Reader } from '../../../db/engine/connection.ts'
import { searchKey } from '../../../rules/text.ts'
import type { ColumnName } from '../forms.ts'
import { columns } from '../forms.ts'
import type { Sample, SampleRow } from '../queries.ts'

/**
 * `today`, `today+3` and `today-12` are that many days from today: a sample of tasks stays as late or as early as it was written. Somebody
 * who has no account here is nobody: a sample cannot know the accounts.
 * @returns reads the cell of a row in a column
 */
export async function readCells(
  db: Reader,
  sample: Sample,
  today: Date,
): Promise<(row: SampleRow, column: ColumnName) => string> {
  const ofKind = (kind: string) =>
    columns.filter((column) => column !== 'item_type' && declarationOf(column).kind === kind)
  const [dates, people] = [ofKind('date'), ofKind('person')]
  const named = new Set(sample.items.flatMap((row) => people.map((column) => searchKey(row[column] ?? ''))))
  const known = await accountsOf(db, [...named])
  return (row, column) => {
    const cell = row[column] ?? ''
    if (dates.includes(column)) return dayOf(cell, today)
    return people.includes(column) && !known.has(searchKey(cell)) ? '' : cell
  }
}

function dayOf(cell: string, today: Date): string {
  const found = /^today([+-]\d{1,4})?$/.exec(cell)
  if (!found) return cell
  const day = new Date(today)
  day.setUTCDate(day.getUTCDate() + Number(found[1] ?? 0))
  return day.toISOString().slice(0, 10)
}

async function accountsOf(db: Reader, keys: readonly string[]): Promise<Set<string>> {
  if (keys.length === 0) return new Set()
  const rows = await db.selectFrom('users').select('username_key').where('username_key', 'in', keys).execute()
  return new Set(rows.map(({ username_key }) => username_key))
}
