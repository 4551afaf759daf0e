/** What changes items: each command is one transaction, and asks by itself whether its actor may. All of them write with `writeItems`. */
import { orProblems, Refusal } from '../../../rules/refusal.ts'
import type { Refused } from '../../../rules/refusal.ts'
import type { Writer } from '../../../db/engine/writer.ts'
import { mayWith } from '../../../security/rights/authorize.ts'
import type { OwnPermission } from '../../../security/rights/authorize.ts'
import { transaction } from '../../../security/rights/transaction.ts'
import type { Needs, Transaction } from '../../../security/rights/transaction.ts'
import type { Viewer } from '../../../security/rights/viewer.ts'
import type { ItemChange, RefusedChange } from './commands/changes.ts'
import { problemOf } from './commands/refusals.ts'
import { writeItems } from './commands/write.ts'
import type { ItemInput } from './forms/fields.ts'

/** Somebody else saved the item first: nothing was written. */
export interface Conflict {
  conflict: true
}

/** Adds an item, with those of its creators and categories that are not there yet. */
export function createItem(
  em: Writer,
  input: ItemInput,
  actor: Viewer,
  formKey?: string,
): Promise<{ id: number } | Refused> {
  const change: ItemChange = { kind: 'create', values: input }
  return orProblems(transaction(em, actor, 'item.create', (tx) => writeItem(tx, change), { formKey }))
}

/**
 * Changes an item that is still as the form showed it (its `version`). Fields that were not sent stay as they are.
 * @returns undefined where there is no such item
 */
export function updateItem(
  em: Writer,
  id: number,
  input: ItemInput & { version: number },
  actor: Viewer,
): Promise<{ id: number } | Refused | Conflict | undefined> {
  const change: ItemChange = { kind: 'update', id, version: input.version, values: input }
  const work = transaction(em, actor, withItem('item.update', id), (tx) => writeItem(tx, change))
  const answered = work.catch((error: unknown) => {
    if (error instanceof NotWritten && error.reason === 'conflict') return { conflict: true as const }
    if (error instanceof NotWritten && error.reason === 'gone') return undefined
    throw error
  })
  return orProblems(answered)
}

/** Deletes an item with its links. @returns false where there is no such item */
export function deleteItem(em: Writer, id: number, actor: Viewer, formKey?: string): Promise<boolean> {
  return transaction(
    em,
    actor,
    withItem('item.delete', id),
    async ({ db, viewer }) => {
      const [outcome] = await writeItems(db, [{ kind: 'delete', id }], viewer)
      return outcome?.refused === undefined
    },
    { formKey },
  )
}

/** Thrown inside the transaction, so that names that were made for the item are taken back. */
class NotWritten extends Refusal {
  readonly reason: RefusedChange['refused']

  constructor(refused: RefusedChange) {
    super(problemOf(refused))
    this.reason = refused.refused
  }
}

/** A form is a batch of one. */
async function writeItem({ db, viewer }: Transaction, change: ItemChange): Promise<{ id: number }> {
  const [outcome] = await writeItems(db, [change], viewer)
  if (outcome?.refused !== undefined) throw new NotWritten(outcome)
  return { id: outcome?.id ?? 0 }
}

/** Who may do this with every item, and for one of their own making who may do it with those. */
function withItem(permission: OwnPermission, id: number): Needs {
  return async (db, viewer) => {
    if (mayWith(viewer, permission, null)) return true
    const item = await db.selectFrom('items').select('created_by').where('id', '=', id).executeTakeFirst()
    // Where there is none, whoever may change their own is told so.
    return mayWith(viewer, permission, item ? item.created_by : (viewer.user?.id ?? null))
  }
}
