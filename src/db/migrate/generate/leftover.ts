/** What no step says: the steps are taken, and the result is compared with the models. */
import type { Step } from '../core/plan.ts'
import type { Revision } from '../core/revision.ts'
import { shapeDifferences } from '../shape/diff.ts'
import type { Shape } from '../shape/shape.ts'
import { blueprintOfRevisions } from './blueprint.ts'
import type { Blueprint } from './blueprint.ts'

/** @returns a line for each thing of the models that these steps, after these revisions, do not make */
export async function leftover(
  revisions: readonly Revision[],
  steps: readonly Step[],
  models: Blueprint,
): Promise<string[]> {
  const made = await blueprintOfRevisions(revisions, steps)
  return [
    ...shapeDifferences(comparable(models), comparable(made)),
    ...models.unknown.filter((statement) => !made.beyond.has(statement)),
  ]
}

/** Both engines' types in one; without the names of primary keys, and without an order of columns, which an added one changes. */
function comparable({ shape, types }: Blueprint): Shape {
  const tables = shape.tables.map((table) => ({
    ...table,
    primaryKey: table.primaryKey && { ...table.primaryKey, name: '' },
    columns: table.columns
      .map((column) => ({ ...column, type: `${column.type} (${types.get(`${table.name}.${column.name}`)})` }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  }))
  return { ...shape, tables, others: [] }
}
