/** What changes items: each command is one transaction, and asks by itself whether its actor may. */
import type { Reader } from '../../../db/engine/connection.ts'
import { orProblems, Refusal } from '../../../rules/refusal.ts'
import type { Refused } from '../../../rules/refusal.ts'
import { searchKey } from '../../../rules/text.ts'
import { now } from '../../../db/schema/time.ts'
import type { Writer } from '../../../db/engine/writer.ts'
import { mayWith } from '../../../security/rights/authorize.ts'
import type { OwnPermission } from '../../../security/rights/authorize.ts'
import { refusedFields } from '../../../security/rights/policy.ts'
import { transaction } from '../../../security/rights/transaction.ts'
import type { Needs } from '../../../security/rights/transaction.ts'
import type { Viewer } from '../../../security/rights/viewer.ts'
import { mustHaveType, mustBeTheOnlyOne } from './commands/checks.ts'
import { findOrMake } from './commands/names.ts'
import { changesWhatAllSee, linkedIds } from './commands/visible-changes.ts'
import type { Links } from './commands/visible-changes.ts'
import type { ItemChange, ItemInput } from './forms/item.ts'

/** Somebody else saved the item first: nothing was written. */
export interface Conflict {
  conflict: true
}

/** Somebody saved the item between its reading and its writing here: what was written of it so far is undone. */
class SavedBefore extends Error {}

/** Adds an item, with those of its creators and categories that are not there yet. */
export function createItem(
  em: Writer,
  input: ItemInput,
  actor: Viewer,
  formKey?: string,
): Promise<{ id: number } | Refused> {
  const work = transaction(
    em,
    actor,
    'item.create',
    async ({ db, viewer }) => {
      mustBeAllowed(input, viewer)
      await mustHaveType(db, input)
      const links = await makeNames(db, input)
      await mustBeTheOnlyOne(db, input)
      const moment = now()
      const { id } = await db
        .insertInto('items')
        .values({
          ...columns(input),
          created_by: viewer.user?.id ?? null,
          created_at: moment,
          updated_at: moment,
        })
        .returning('id')
        .executeTakeFirstOrThrow()
      await link(db, id, links)
      return { id }
    },
    { formKey },
  )
  return orProblems(work)
}

/**
 * Changes an item that is still as the form showed it (its `version`). Fields that were not sent stay as they are.
 * @returns undefined where there is no such item
 */
export function updateItem(
  em: Writer,
  id: number,
  input: ItemChange,
  actor: Viewer,
): Promise<{ id: number } | Refused | Conflict | undefined> {
  const work = transaction(em, actor, withItem('item.update', id), async ({ db, viewer }) => {
    mustBeAllowed(input, viewer)
    const item = await db.selectFrom('items').selectAll().where('id', '=', id).executeTakeFirst()
    if (!item) return undefined
    if (item.version !== input.version) return { conflict: true as const }
    await mustHaveType(db, input)
    const links = await makeNames(db, input)
    await mustBeTheOnlyOne(db, input, id)
    const fields = columns(input)
    const before = { item, links: await linkedIds(db, id) }
    const changed = await db
      .updateTable('items')
      .set({ ...fields, version: input.version + 1 })
      .$if(changesWhatAllSee(before, { item: fields, links }), (query) => query.set({ updated_at: now() }))
      .where('id', '=', id)
      .where('version', '=', input.version)
      .executeTakeFirst()
    // Thrown, so that creators and categories that were made for it are taken back.
    if (changed.numUpdatedRows === 0n) throw new SavedBefore()
    await link(db, id, links)
    return { id }
  })
  return orProblems(work).catch((error: unknown) => {
    if (error instanceof SavedBefore) return { conflict: true }
    throw error
  })
}

/** Deletes an item with its links. @returns false where there is no such item */
export function deleteItem(em: Writer, id: number, actor: Viewer, formKey?: string): Promise<boolean> {
  return transaction(
    em,
    actor,
    withItem('item.delete', id),
    async ({ db }) => {
      const { numDeletedRows } = await db.deleteFrom('items').where('id', '=', id).executeTakeFirst()
      return numDeletedRows > 0n
    },
    { formKey },
  )
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

/** The columns that were sent, with the keys that follow them. */
function columns({ title, type, description, year, identifier, internal_notes }: ItemInput) {
  return {
    title,
    title_key: searchKey(title),
    item_type_id: type,
    ...(description !== undefined && { description }),
    ...(year !== undefined && { year }),
    ...(identifier !== undefined && {
      identifier,
      identifier_key: identifier === null ? null : searchKey(identifier),
    }),
    ...(internal_notes !== undefined && { internal_notes }),
  }
}

/** What a form sends that is no column of its own; the type is one under another name. */
const noColumns = ['creators', 'categories', 'version', 'more']

/** A field that its sender may not write refuses the whole: left out silently, it would look saved. */
function mustBeAllowed(input: ItemInput, actor: Viewer): void {
  const sent = Object.entries(input).flatMap(([name, value]) => (value === undefined ? [] : [name]))
  const columns = sent.filter((name) => !noColumns.includes(name))
  const refused = refusedFields(
    actor,
    columns.map((name) => (name === 'type' ? 'item_type_id' : name)),
  )
  if (refused.length === 0) return
  throw new Refusal(
    ...refused.map((name) => ({ message: `This form takes no field "${name}". Nothing was changed.` })),
  )
}

async function makeNames(db: Reader, { creators, categories }: ItemInput): Promise<Links> {
  return {
    creators: creators && (await findOrMake(db, 'creators', creators)),
    categories: categories && (await findOrMake(db, 'categories', categories)),
  }
}

/** Puts these links, in their order, in the place of those that the item has. */
async function link(db: Reader, item_id: number, { creators, categories }: Links): Promise<void> {
  if (creators) {
    await db.deleteFrom('item_creators').where('item_id', '=', item_id).execute()
    const rows = creators.map((creator_id, position) => ({ item_id, creator_id, position }))
    if (rows.length > 0) await db.insertInto('item_creators').values(rows).execute()
  }
  if (categories) {
    await db.deleteFrom('item_categories').where('item_id', '=', item_id).execute()
    const rows = categories.map((category_id, position) => ({ item_id, category_id, position }))
    if (rows.length > 0) await db.insertInto('item_categories').values(rows).execute()
  }
}
