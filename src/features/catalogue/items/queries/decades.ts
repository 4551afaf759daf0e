/** How many items of each decade, for the chart of the front page. */
import { sql } from 'kysely'
import type { FieldName } from '../../../../declared.ts'
import type { Reader } from '../../../../db/engine/connection.ts'

/**
 * The double `%` rounds down before our era too.
 * @param field the field that holds the year
 */
export function countItemsByDecade(db: Reader, field: FieldName) {
  const year = sql.ref<number>(field)
  const decade = sql<number>`${year} - (${year} % 10 + 10) % 10`
  return db
    .selectFrom('items')
    .select((eb) => [decade.as('decade'), eb.fn.countAll<number>().as('count')])
    .where(year, 'is not', null)
    .groupBy('decade')
    .orderBy('decade')
}
