/** Fills what a list is ordered by, where the text is there already and its order is new. */
import type { Step } from '../core/plan.ts'

/** Further steps over rows, as TypeScript. */
export interface RowSteps {
  readonly up: readonly string[]
  readonly down: readonly string[]
}

/** @returns the steps with one for each new column `NAME_sort_key` beside a `NAME_key` that is not new, and for each `sort_key` of a lookup */
export function withSortKeys(steps: readonly Step[], rows?: RowSteps): RowSteps | undefined {
  const added = steps.flatMap((step) => (step.kind === 'addColumn' ? [step] : []))
  const isNew = (table: string, name: string) =>
    added.some((step) => step.table === table && step.column.name === name)
  const filled = added.flatMap(({ table, column }) => {
    if (column.name === 'sort_key')
      return `op.data('order ${table} by sort names', sortNames('${table}'), { empty: ['${table}'] })`
    const [, name] = /^(.+)_sort_key$/.exec(column.name) ?? []
    if (name === undefined || isNew(table, `${name}_key`)) return []
    return `op.data('order ${table} by ${name}', sortKeys('${table}', '${name}'), { empty: ['${table}'] })`
  })
  return filled.length === 0 ? rows : { up: [...filled, ...(rows?.up ?? [])], down: rows?.down ?? [] }
}
