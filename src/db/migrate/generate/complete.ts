/** What a generated plan needs from a person: values for rows that are there, and a word about what is lost. */
import type { NamedColumn, Step } from '../core/plan.ts'

/** A step as it is written into the file, or a place where the author must write something. */
export type Line = Step | { kind: 'todo'; title: string; hint: string }

export interface Completed {
  readonly lines: readonly Line[]
  /** What the author must write, in a few words each. */
  readonly todos: readonly string[]
}

/** Puts a data step to complete before each rule that the rows of today may break. */
export function complete(steps: readonly Step[]): Completed {
  const created = new Set(steps.flatMap((step) => (step.kind === 'createTable' ? [step.table] : [])))
  const empty = new Set(
    steps.flatMap((step) =>
      step.kind === 'addColumn' && isEmpty(step.column) ? `${step.table}.${step.column.name}` : [],
    ),
  )
  const lines: Line[] = []
  const todos: string[] = []
  const todo = (title: string, hint: string) => {
    lines.push({ kind: 'todo', title, hint })
    todos.push(title)
  }
  for (const step of steps) {
    if (!('table' in step) || created.has(step.table)) lines.push(step)
    else if (step.kind === 'addColumn' && needsValues(step.column)) {
      const { table, column } = step
      lines.push({ ...step, column: { ...column, nullable: true } })
      todo(
        `give each row of ${table} its ${column.name}`,
        `await db.updateTable('${table}').set({ ${column.name}: ... }).execute()`,
      )
      lines.push({ kind: 'alterColumn', table, column: column.name, change: { nullable: false } })
    } else {
      if (step.kind === 'alterColumn' && step.change.nullable === false) {
        todo(
          `give the rows of ${step.table} without ${step.column} one`,
          `await db.updateTable('${step.table}').set({ ${step.column}: ... }).where('${step.column}', 'is', null).execute()`,
        )
      }
      // Where one of the columns is new, no row has a value in it yet, and rows without a value never count as equal.
      if (
        step.kind === 'addConstraint' &&
        step.constraint.kind === 'unique' &&
        !step.constraint.columns.some((column) => empty.has(`${step.table}.${column}`))
      ) {
        const columns = step.constraint.columns.join(' and ')
        todo(
          `leave no two rows of ${step.table} with the same ${columns}`,
          `change or merge the rows that have the same ${columns}`,
        )
      }
      lines.push(step)
    }
  }
  return { lines, todos }
}

function needsValues({ nullable, default: value }: NamedColumn): boolean {
  return !nullable && value === undefined
}

/** Whether the rows of today have nothing in it. */
function isEmpty({ nullable, default: value, generated }: NamedColumn): boolean {
  return nullable && value === undefined && generated === undefined
}

/** What goes for good, in a few words each: `down` brings back the place, not what was in it. */
export function lossesOf(steps: readonly Step[]): string[] {
  return steps.flatMap((step) => {
    if (step.kind === 'dropTable') return [`the table ${step.table} with its rows`]
    if (step.kind === 'dropColumn') return [`the column ${step.table}.${step.column} with its values`]
    return []
  })
}
