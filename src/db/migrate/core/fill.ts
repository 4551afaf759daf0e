/** Gives the rows of a table another value in one column, worked out from each row: so many rows at a time. */
import { sql } from 'kysely'
import { inBatches } from './batches.ts'
import type { DataWork } from './plan.ts'

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- rows as they are at this revision
type ValueOf = (row: any) => string | null

/** @param valueOf what the column shall hold; a row that holds it already is not written */
export function fill(table: string, column: string, valueOf: ValueOf): DataWork {
  return (db, engine) =>
    inBatches(db, engine, { table }, async (rows: Readonly<Record<string, unknown>>[]) => {
      const changed = rows.flatMap((row) => {
        const value = valueOf(row)
        return value === row[column] ? [] : [sql`(cast(${row.id} as integer), cast(${value} as text))`]
      })
      if (changed.length > 0)
        // Both engines call the columns of such rows so.
        await sql`update ${sql.table(table)} set ${sql.ref(column)} = made.column2 from (values ${sql.join(changed)}) as made
          where ${sql.table(table)}.id = made.column1`.execute(db)
    })
}
