/** What changes items: each command is one transaction, and asks by itself whether its actor may. */
import type { EntityManager, Reader } from '../../../db/connection.ts'
import { Item } from '../../../db/models.ts'
import { Overtaken, Refusal, save } from '../../../db/saving.ts'
import type { Refused } from '../../../db/saving.ts'
import { searchKey } from '../../../db/text.ts'
import { now } from '../../../db/time.ts'
import { demand, demandStill, demandWith } from '../../../security/demand.ts'
import { refusedFields } from '../../../security/policy.ts'
import type { Viewer } from '../../../security/viewer.ts'
import { mustHaveType, mustBeTheOnlyOne } from './commands/checks.ts'
import { findOrMake } from './commands/names.ts'
import type { ItemChange, ItemInput } from './forms/item.ts'

/** Somebody else saved the item first: nothing was written. */
export interface Conflict {
  conflict: true
}

/** Adds an item, with those of its creators and categories that are not there yet. */
export async function createItem(
  em: EntityManager,
  input: ItemInput,
  actor: Viewer,
): Promise<{ id: number } | Refused> {
  demand(actor, 'item.create')
  return save(em, async (tx, db) => {
    await demandStill(db, actor, 'item.create')
    mustBeAllowed(input, actor)
    await mustHaveType(db, input)
    const links = await makeNames(db, input)
    await mustBeTheOnlyOne(db, input)
    const moment = now()
    const item = tx.create(Item, {
      ...columns(input),
      created_by: actor.user?.id ?? null,
      created_at: moment,
      updated_at: moment,
    })
    await tx.flush()
    await link(db, item.id, links)
    return { id: item.id }
  })
}

/**
 * Changes an item that is still as the form showed it (its `version`). Fields that were not sent stay as they are.
 * @returns undefined where there is no such item
 */
export async function updateItem(
  em: EntityManager,
  id: number,
  input: ItemChange,
  actor: Viewer,
): Promise<{ id: number } | Refused | Conflict | undefined> {
  return save(em, async (tx, db) => {
    const item = await db
      .selectFrom('items')
      .select(['created_by', 'version'])
      .where('id', '=', id)
      .executeTakeFirst()
    if (!item) return undefined
    demandWith(actor, 'item.update', item.created_by)
    mustBeAllowed(input, actor)
    if (item.version !== input.version) return { conflict: true }
    await mustHaveType(db, input)
    const links = await makeNames(db, input)
    await mustBeTheOnlyOne(db, input, id)
    const changed = await tx.nativeUpdate(
      Item,
      { id, version: input.version },
      { ...columns(input), updated_at: now(), version: input.version + 1 },
    )
    if (changed === 0) throw new Overtaken()
    await link(db, id, links)
    return { id }
  })
}

/** Deletes an item with its links. @returns false where there is no such item */
export async function deleteItem(em: EntityManager, id: number, actor: Viewer): Promise<boolean> {
  const deleted = await save(em, async (tx, db) => {
    const item = await db.selectFrom('items').select('created_by').where('id', '=', id).executeTakeFirst()
    if (!item) return false
    demandWith(actor, 'item.delete', item.created_by)
    return (await tx.nativeDelete(Item, { id })) > 0
  })
  return deleted === true
}

/** The columns that were sent, with the keys that follow them. */
function columns({ title, type, description, year, identifier, internal_notes }: ItemInput) {
  return {
    title,
    title_key: searchKey(title),
    item_type: type,
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

interface Links {
  creators?: number[] | undefined
  categories?: number[] | undefined
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
