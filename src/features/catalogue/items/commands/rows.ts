/** The rows of items: added, changed and deleted many at a time. What stays as it is is not written again. */
import type { Reader } from '../../../../db/engine/connection.ts'
import { countTogether } from '../../../../db/reading/counts.ts'
import { engineUsedBy, insertMany, isOneOf, updateMany } from '../../../../db/engine/many.ts'
import { itemFields, itemReferences } from '../../../../declared.ts'
import { now } from '../../../../db/schema/time.ts'
import { columnsIn } from '../../../../fields/row.ts'
import type { Instant } from '../../../../fields/utc-time.ts'
import type { Viewer } from '../../../../security/rights/viewer.ts'
import type { ItemInput } from '../forms/fields.ts'
import { fieldsHiddenBy } from '../../../../type-rules.ts'
import type { ChangeStep } from './changes.ts'
import { reserveIds } from './ids.ts'
import { writeLinks } from './links.ts'
import type { ItemNames } from './names.ts'
import { columnsOfLinks, isSeenByAll, differencesOfStates, noLinks } from './state.ts'
import type { ItemColumns, ItemState, LinksOfItem } from './state.ts'

/** From so many new items on, one count for all costs SQLite less than the triggers of each. */
const many = 20

/** Adds new items. The names must have been made. */
export async function addItems(
  db: Reader,
  steps: readonly ChangeStep[],
  names: ItemNames,
  actor: Viewer,
): Promise<void> {
  if (steps.length === 0) return
  const engine = engineUsedBy(db)
  const ids = await reserveIds(db, engine, steps.length)
  const moment = now()
  for (const [index, step] of steps.entries()) {
    const id = ids[index] ?? 0
    step.after = newState(step, names, { id, created_by: actor.user?.id ?? null, moment })
    step.outcome = { id, changed: true }
  }
  const states = steps.flatMap(({ after }) => after ?? [])
  const items = states.map(({ item }) => item)
  const links = states.map((after) => ({ before: null, after }))
  const add = async () => {
    await insertMany(db, engine, 'items', items)
    await writeLinks(db, engine, links)
  }
  const range = { first: ids[0] ?? 0, last: ids.at(-1) ?? 0 }
  await (steps.length < many ? add() : countTogether(db, engine, range, add))
}

/** What a new item has in each field where nothing is said. */
const emptyColumns = Object.fromEntries(
  itemFields.flatMap(([name, field]) => columnsIn(name, field, field.default ?? field.empty)),
)

interface New {
  id: number
  created_by: number | null
  moment: Instant
}

function newState(
  { values, columns, rules }: ChangeStep,
  names: ItemNames,
  { id, created_by, moment }: New,
): ItemState {
  const links = linksIn(values, names, noLinks)
  const item = {
    id,
    ...emptyColumns,
    // What its type hides has no default either.
    ...Object.fromEntries(
      fieldsHiddenBy(rules).flatMap(([name, field]) => columnsIn(name, field, field.empty)),
    ),
    ...columnsOfLinks(links),
    item_type_id: typeIn(values, names) ?? 0,
    created_by,
    created_at: moment,
    updated_at: moment,
    version: 1,
    ...columns,
  } as ItemColumns
  return { item, ...links }
}

/** Writes each item that differs from what it was, as long as nobody else has written it meanwhile. */
export async function updateItems(db: Reader, steps: readonly ChangeStep[], names: ItemNames): Promise<void> {
  const moment = now()
  const differing = steps.flatMap((step) => {
    const after = step.before && stateAfter(step.before, step, names)
    if (!step.before || !after) return []
    step.outcome = { id: after.item.id, changed: false }
    const differs = differencesOfStates(step.before, after)
    if (differs.length === 0) return []
    after.item.version++
    if (isSeenByAll(differs)) after.item.updated_at = moment
    return [{ step, before: step.before, after, differs }]
  })
  const engine = engineUsedBy(db)
  // No other columns: whoever gives a type another scheme writes keys, and does not raise the version.
  const columns = new Set(['id', 'version', 'updated_at', ...differing.flatMap(({ differs }) => differs)])
  const rows = differing.map(
    ({ after: { item } }) =>
      Object.fromEntries(Object.entries(item).filter(([column]) => columns.has(column))) as ItemColumns,
  )
  const ids = await updateMany(db, engine, 'items', rows)
  const written = differing.filter(({ after }) => ids.has(after.item.id))
  for (const { step } of differing) step.outcome = { refused: 'conflict' }
  for (const { step, after } of written) {
    step.after = after
    step.outcome = { id: after.item.id, changed: true }
  }
  await writeLinks(db, engine, written)
}

/** Deletes items; their links go with them. */
export async function deleteItems(db: Reader, steps: readonly ChangeStep[]): Promise<void> {
  const ids = steps.flatMap(({ before }) => before?.item.id ?? [])
  if (ids.length === 0) return
  const deleted = await db
    .deleteFrom('items')
    .where(isOneOf(engineUsedBy(db), 'id', ids))
    .returning('id')
    .execute()
  const gone = new Set(deleted.map(({ id }) => id))
  for (const step of steps) {
    const id = step.before?.item.id ?? 0
    if (!gone.has(id)) continue
    step.after = null
    step.outcome = { id, changed: true }
  }
}

function stateAfter(before: ItemState, { values, columns }: ChangeStep, names: ItemNames): ItemState {
  const item_type_id = typeIn(values, names) ?? before.item.item_type_id
  const links = linksIn(values, names, before)
  return { item: { ...before.item, ...columns, ...columnsOfLinks(links), item_type_id }, ...links }
}

function typeIn({ type }: Partial<ItemInput>, names: ItemNames): number | undefined {
  return typeof type === 'object' ? names.types.id(type.key) : type
}

function linksIn(values: Partial<ItemInput>, names: ItemNames, before: LinksOfItem): LinksOfItem {
  const links = itemReferences.map(([name]) => {
    const refs = values[name]
    return [name, refs ? names.of(name).idsOf(refs) : before[name]]
  })
  return Object.fromEntries(links) as LinksOfItem
}
