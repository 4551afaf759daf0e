/** Which values a column cannot keep when its type changes, in the words of either engine. */
import type { ColumnType } from '../core/columns.ts'
import type { Engine } from '../core/plan.ts'
import { postgresMisfit } from '../postgresql/conversion.ts'
import { sqliteMisfit } from '../sqlite/conversion.ts'
import type { Misfit } from './conversion.ts'

/** @param from the name of the type that the column has; undefined where nobody knows it */
export function misfitOf(engine: Engine, column: string, type: ColumnType, from?: string): Misfit {
  return engine === 'sqlite'
    ? { where: sqliteMisfit(column, type, from) }
    : postgresMisfit(column, type, from)
}
