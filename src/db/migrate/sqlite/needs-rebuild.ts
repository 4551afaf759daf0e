/** Which steps SQLite can only take by writing the table anew, and which of them one rebuild can take together. */
import type { Step } from '../core/plan.ts'
import type { Rebuild } from './edit.ts'

type EditStep = Extract<Step, { kind: 'addColumn' | 'alterColumn' | 'addConstraint' | 'dropConstraint' }>

/** Whether the step changes the table's definition. A unique rule does not: on SQLite it is an index. */
export function isEdit(step: Step): step is EditStep {
  if (step.kind === 'addConstraint') return step.constraint.kind !== 'unique'
  if (step.kind === 'dropConstraint') return step.what !== 'unique'
  return step.kind === 'addColumn' || step.kind === 'alterColumn'
}

export function joins(step: Step, rebuild: Rebuild): boolean {
  const alone = [step, ...rebuild.steps].some(isGenerated) // generated values are computed from rows that are there already
  return isEdit(step) && step.table === rebuild.table.name && !alone && !readsChanged(step, rebuild)
}

const isGenerated = (step: Step) => step.kind === 'addColumn' && step.column.generated !== undefined

/** What ALTER TABLE of SQLite cannot do (where `portable`, that of older versions too): types, defaults, foreign keys, and a column that is not simply put at the end. */
export function needsRebuild(step: Step, portable = false): boolean {
  if (portable && (step.kind === 'alterColumn' || isCheck(step))) return true
  if (step.kind === 'alterColumn') return step.change.type !== undefined || step.change.default !== undefined
  if (step.kind === 'addConstraint')
    return step.constraint.kind === 'foreignKey' || step.constraint.kind === 'primaryKey'
  if (step.kind === 'dropConstraint') return step.what === 'foreignKey' || step.what === 'primaryKey'
  if (step.kind !== 'addColumn') return false
  const { nullable, default: value, generated, autoIncrement } = step.column
  if (generated !== undefined || autoIncrement) return true
  const plainDefault = value === undefined ? nullable : typeof value !== 'object'
  return step.after !== undefined || step.fill !== undefined || !plainDefault
}

function isCheck(step: Step): boolean {
  if (step.kind === 'addConstraint') return step.constraint.kind === 'check'
  return step.kind === 'dropConstraint' && step.what === 'check'
}

/** A value that is worked out from others must see them as they are, and not half changed. */
function readsChanged(step: Step, rebuild: Rebuild): boolean {
  if (rebuild.values.size === 0) return false
  if (step.kind === 'addColumn') return step.fill !== undefined
  if (step.kind !== 'alterColumn') return false
  return (
    step.change.type !== undefined && (step.change.using !== undefined || rebuild.values.has(step.column))
  )
}
