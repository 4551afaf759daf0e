/** What changes items: each command is one transaction, and asks by itself whether its actor may. All of them write with `writeItems`. */
import type { FieldName } from '../../../declared.ts'
import { Refusal } from '../../../rules/refusal.ts'
import type { Writer } from '../../../db/engine/writer.ts'
import { domain } from '../../../domain.ts'
import { findPeople, mayWith } from '../../../security/rights/own-items.ts'
import type { OwnPermission } from '../../../security/rights/own-items.ts'
import { transaction } from '../../../security/rights/transaction.ts'
import type { Needs, Transaction } from '../../../security/rights/transaction.ts'
import { may } from '../../../security/rights/viewer.ts'
import type { Viewer } from '../../../security/rights/viewer.ts'
import { mustBeUnused } from '../../resources/commands.ts'
import type { ItemChange } from './commands/changes.ts'
import { problemsOf } from './commands/refusals.ts'
import { writeItems } from './commands/write.ts'
import type { ItemInput } from './forms/fields.ts'

/** Adds an item, with those of its creators and categories that are not there yet. @throws Refusal */
export function createItem(
  em: Writer,
  input: ItemInput,
  actor: Viewer,
  formKey?: string,
): Promise<{ id: number }> {
  const change: ItemChange = { kind: 'create', values: input }
  return transaction(em, actor, 'item.create', (tx) => writeItem(tx, change), { formKey })
}

/**
 * Changes an item that is still as the form showed it (its `version`). Fields that were not sent stay as they are.
 * @throws Refusal; 404 where there is no such item, 409 where somebody else saved it first
 */
export function updateItem(
  em: Writer,
  id: number,
  input: ItemInput & { version: number },
  actor: Viewer,
): Promise<{ id: number }> {
  const change: ItemChange = { kind: 'update', id, version: input.version, values: input }
  return transaction(em, actor, withItem('item.update', id), (tx) => writeItem(tx, change))
}

/**
 * Moves an item on the board: changes the field by which its columns are, and nothing else.
 * @throws Refusal; 404 where there is no such item, 409 where it is no longer where it was seen
 */
export function moveItem(
  em: Writer,
  id: number,
  { by, from, to }: { by: FieldName; from: string | null; to: string },
  actor: Viewer,
): Promise<{ id: number }> {
  return transaction(em, actor, withItem('item.update', id), async (tx) => {
    const item = await tx.db
      .selectFrom('items')
      .select([by, 'version'])
      .where('id', '=', id)
      .executeTakeFirst()
    const now = item?.[by]
    if (item && now !== from && now !== to)
      throw new Refusal(
        { message: `Somebody else has moved this ${domain.item.one} meanwhile.` },
        { status: 409 },
      )
    return writeItem(tx, { kind: 'update', id, version: item?.version, values: { [by]: to } })
  })
}

/** Deletes an item with its links. @throws Refusal 404 where there is no such item, 409 where a resource needs it */
export function deleteItem(em: Writer, id: number, actor: Viewer, formKey?: string): Promise<{ id: number }> {
  const work = async (tx: Transaction) => {
    await mustBeUnused(tx, { kind: 'item' }, id, domain.item)
    return writeItem(tx, { kind: 'delete', id })
  }
  return transaction(em, actor, withItem('item.delete', id), work, { formKey })
}

const statuses = { gone: 404, conflict: 409, type: 422, taken: 422, missing: 422, rule: 422 } as const

/** Writes one change as a batch. @throws Refusal, so that names that were created for the item are rolled back */
async function writeItem({ db, viewer }: Transaction, change: ItemChange): Promise<{ id: number }> {
  const [outcome] = await writeItems(db, [change], viewer)
  if (outcome?.refused !== undefined)
    throw new Refusal(problemsOf(outcome), { status: statuses[outcome.refused] })
  return { id: outcome?.id ?? 0 }
}

/** Needs the permission for every item or, where the item is the viewer's own, the permission for one's own items. */
function withItem(permission: OwnPermission, id: number): Needs {
  return async (db, viewer) => {
    if (mayWith(viewer, permission, null)) return true
    const people = await findPeople(db, id)
    // Where there is none, whoever may change their own is told so.
    return people ? mayWith(viewer, permission, people) : may(viewer, `${permission}.own`)
  }
}
