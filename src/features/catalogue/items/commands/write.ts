/** Writes items: the one way in which a form, an import or anything else adds, changes and deletes them, one or many. */
import type { Reader } from '../../../../db/engine/connection.ts'
import { Refusal } from '../../../../rules/refusal.ts'
import { declaredNames, itemFields } from '../../../../declared.ts'
import { keysIn } from '../../../../fields/row.ts'
import { mayWriteField } from '../../../../security/rights/policy.ts'
import type { Viewer } from '../../../../security/rights/viewer.ts'
import type { ItemInput } from '../forms/fields.ts'
import { noRules } from '../../../../type-rules.ts'
import { isOpen } from './changes.ts'
import type { ItemChange, ChangeOutcome, ChangeStep } from './changes.ts'
import { ItemNames } from './names.ts'
import { recordChanges } from './record.ts'
import { refuse, typeAfter, uniqueKeys } from './refusals.ts'
import { lockRules, refuseBroken } from './rules.ts'
import { addItems, deleteItems, updateItems } from './rows.ts'
import { readStates } from './state.ts'
import type { ItemColumns } from './state.ts'

/**
 * Writes a batch in the caller's transaction: some changes may be refused, and the others are written. The caller checks whether the
 * actor may do this with these items; which fields they may write is checked here.
 *
 * A change may be refused after its new names were created, when somebody else saves at the same moment: a caller that wants all or
 * nothing rolls the transaction back.
 * @param names passed in by callers that write several batches
 * @returns what became of each change, in their order
 * @throws Refusal where a field is sent that the actor may not write
 */
export async function writeItems(
  db: Reader,
  changes: readonly ItemChange[],
  actor: Viewer,
  names = new ItemNames(db),
): Promise<ChangeOutcome[]> {
  mustBeAllowed(changes, actor)
  const steps = await begin(db, changes)
  await names.find(steps.map(({ values }) => values))
  await applyRules(db, steps, names)
  await refuse(db, steps, names)
  refuseBroken(steps, actor)
  const open = steps.filter(isOpen)
  // Not before: to fold a title takes longest, and an import may be refused most of its rows.
  for (const step of open) step.columns = columnsOf(step)
  await names.make(open.map(({ values }) => values))
  await writeRows(db, open, names, actor)
  const written = open.filter(({ before, after }) => before !== after)
  await recordChanges(
    db,
    written.map(({ before }) => before),
    written.map(({ after }) => after),
  )
  return steps.map(({ outcome }) => outcome ?? { refused: 'gone' })
}

async function writeRows(db: Reader, open: readonly ChangeStep[], names: ItemNames, actor: Viewer) {
  const of = (kind: ItemChange['kind']) => open.filter(({ change }) => change.kind === kind)
  await deleteItems(db, of('delete'))
  await updateItems(db, of('update'), names)
  await addItems(db, of('create'), names, actor)
}

async function begin(db: Reader, changes: readonly ItemChange[]): Promise<ChangeStep[]> {
  const states = await readStates(
    db,
    changes.flatMap((change) => (change.kind === 'create' ? [] : change.id)),
  )
  return changes.map((change) => {
    const values = change.kind === 'delete' ? {} : change.values
    const before = (change.kind !== 'create' && states.get(change.id)) || null
    return {
      change,
      values,
      rules: noRules,
      isOfNewType: false,
      keys: {},
      columns: {},
      before,
      after: before,
    }
  })
}

/** Finds the rules that apply to each step, and the keys by which its unique values are compared. */
async function applyRules(db: Reader, steps: readonly ChangeStep[], names: ItemNames): Promise<void> {
  const written = steps.filter(({ change }) => change.kind !== 'delete')
  const types = written.map((step) => typeAfter(step, names))
  const ids = new Set(types.filter((type) => typeof type === 'number'))
  const rules = await lockRules(db, [...ids])
  for (const [index, step] of written.entries()) {
    const type = types[index]
    step.isOfNewType = step.before !== null && type !== step.before.item.item_type_id
    // A type that is yet to be made has none.
    step.rules = (typeof type === 'number' ? rules.get(type) : undefined) ?? noRules
    step.keys = uniqueKeys(step)
  }
}

/** The columns that were sent, with the keys that follow from each. */
function columnsOf({ values, keys }: ChangeStep): Partial<ItemColumns> {
  const columns: Record<string, unknown> = {}
  for (const [name, field] of itemFields) {
    if (values[name] !== undefined) columns[name] = values[name]
    if (!field.keyOf || (keys[name] === undefined && values[name] === undefined)) continue
    const key = keys[name] === undefined ? field.keyOf(values[name]) : keys[name]
    for (const [column, value] of keysIn(name, field, key)) columns[column] = value
  }
  return columns
}

/** A field that its sender may not write refuses the whole: left out silently, it would look saved. */
function mustBeAllowed(changes: readonly ItemChange[], actor: Viewer): void {
  const parts = [
    ...declaredNames.map((name) => ({ name, column: name })),
    { name: 'type', column: 'item_type_id' },
  ]
  const forbidden = parts
    .filter(({ column }) => !mayWriteField(actor, column))
    .filter(({ name }) =>
      changes.some(
        (change) => change.kind !== 'delete' && change.values[name as keyof ItemInput] !== undefined,
      ),
    )
  if (forbidden.length === 0) return
  throw new Refusal(
    forbidden.map(({ name }) => ({ message: `This form takes no field "${name}". Nothing was changed.` })),
  )
}
