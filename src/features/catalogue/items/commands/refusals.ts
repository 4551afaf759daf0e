/** Which changes of a batch may not be made, and why. The database holds to these rules too; here each becomes an answer. */
import type { Reader } from '../../../../db/engine/connection.ts'
import { engineUsedBy, isOneOf } from '../../../../db/engine/many.ts'
import type { Problem } from '../../../../rules/refusal.ts'
import { domain } from '../../../../domain.ts'
import { isOpen } from './changes.ts'
import type { RefusedChange, ChangeStep } from './changes.ts'
import type { ItemNames } from './names.ts'

/** Gives each step that may not be made its refusal. The names of types must have been looked up. */
export async function refuse(db: Reader, steps: readonly ChangeStep[], names: ItemNames): Promise<void> {
  const seen = new Set<number>()
  for (const step of steps) step.outcome = refusalOf(step, seen)
  await refuseTypes(db, steps.filter(isOpen))
  await refuseIdentifiers(db, steps.filter(isOpen), names)
}

/** @param seen the items of the changes before it in the batch: it would write over them unseen */
function refusalOf({ change, before }: ChangeStep, seen: Set<number>): RefusedChange | undefined {
  if (change.kind === 'create') return undefined
  if (!before) return { refused: 'gone' }
  const version = change.kind === 'update' ? change.version : undefined
  const isOutdated = version !== undefined && version !== before.item.version
  if (isOutdated || seen.has(change.id)) return { refused: 'conflict' }
  seen.add(change.id)
  return undefined
}

async function refuseTypes(db: Reader, steps: readonly ChangeStep[]): Promise<void> {
  const named = steps.filter(
    ({ values: { type }, before }) => typeof type === 'number' && type !== before?.item.item_type_id,
  )
  if (named.length === 0) return
  const ids = new Set(named.flatMap(({ values: { type } }) => (typeof type === 'number' ? type : [])))
  const found = await db
    .selectFrom('item_types')
    .select('id')
    .where('id', 'in', [...ids])
    .execute()
  const there = new Set<unknown>(found.map(({ id }) => id))
  for (const step of named) if (!there.has(step.values.type)) step.outcome = { refused: 'type' }
}

/** Of those with the same identifier in one batch the first has it. */
async function refuseIdentifiers(db: Reader, steps: readonly ChangeStep[], names: ItemNames): Promise<void> {
  const wanted = new Map<string, ChangeStep>()
  const types = new Set<number>()
  const keys: string[] = []
  for (const step of steps) {
    const { type, key } = identifierOf(step, names)
    const before = step.before?.item
    if (key === null || (key === before?.identifier_key && type === before.item_type_id)) continue
    if (wanted.has(`${type} ${key}`)) step.outcome = { refused: 'identifier' }
    else wanted.set(`${type} ${key}`, step)
    // No item has a type that is yet to be made.
    if (typeof type === 'string') continue
    types.add(type)
    keys.push(key)
  }
  if (keys.length === 0) return
  const items = await db
    .selectFrom('items')
    .select(['id', 'title', 'title_key', 'item_type_id', 'identifier_key'])
    .where('item_type_id', 'in', [...types])
    .where(isOneOf(engineUsedBy(db), 'identifier_key', keys))
    .execute()
  for (const item of items) {
    const step = wanted.get(`${item.item_type_id} ${item.identifier_key ?? ''}`)
    if (step) step.outcome = { refused: 'identifier', existing: item }
  }
}

/** Those that were sent, else those that the item has; the type as its id, or as a text where it is yet to be made. */
function identifierOf({ values, identifier_key, before }: ChangeStep, names: ItemNames) {
  const sent = values.type ?? before?.item.item_type_id ?? 0
  const type = typeof sent === 'number' ? sent : (names.types.id(sent.key) ?? `new ${sent.key}`)
  const key = identifier_key === undefined ? before?.item.identifier_key : identifier_key
  return { type, key: key ?? null }
}

/** A refusal as the message of a form. */
export function problemOf({ refused, existing }: RefusedChange): Problem {
  const [item, type] = [domain.item.one, domain.type.one]
  switch (refused) {
    case 'gone':
      return { message: `There is no such ${item} any more.` }
    case 'conflict':
      return { message: `Someone else saved this ${item} first. Nothing was changed.` }
    case 'type':
      return { field: 'type', message: `There is no such ${type} any more. Choose another from the list.` }
    case 'identifier':
      return {
        field: 'identifier',
        message: `${domain.labels.identifier} is taken: another ${item} of this ${type} has it. Correct it, or open that one.`,
        ...(existing && { existing: { id: existing.id, name: existing.title } }),
      }
  }
}
