/** Which changes of a batch may not be made, and why. The database holds to these rules too; here each becomes an answer. */
import { sql } from 'kysely'
import type { Reader } from '../../../../db/engine/connection.ts'
import { engineUsedBy, isOneOf } from '../../../../db/engine/many.ts'
import type { Problem } from '../../../../rules/refusal.ts'
import { declarationOf, fieldNamed, itemFields, itemReferences, lookups } from '../../../../declared.ts'
import { domain } from '../../../../domain.ts'
import type { AnyField } from '../../../../fields/field.ts'
import { isOpen } from './changes.ts'
import type { RefusedChange, ChangeStep } from './changes.ts'
import { identifierKey } from '../../../../rules/identifiers/index.ts'
import type { TypeRules } from '../../../../type-rules.ts'
import type { ItemNames } from './names.ts'
import type { ItemColumns } from './state.ts'

/** Gives each step that may not be made its refusal. The names of types must have been looked up. */
export async function refuse(db: Reader, steps: readonly ChangeStep[], names: ItemNames): Promise<void> {
  const seen = new Set<number>()
  for (const step of steps) step.outcome = refusalOf(step, seen)
  await refuseTypes(db, steps.filter(isOpen))
  refuseMissing(steps.filter(isOpen), names)
  for (const unique of uniqueFields) await refuseTaken(db, steps.filter(isOpen), names, unique)
}

/** @param seen the items of earlier changes in the batch: a second change of one would overwrite the first unseen */
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

/** An account or an item that is named must be there: unlike an entry of a lookup it is not made. */
function refuseMissing(steps: readonly ChangeStep[], names: ItemNames): void {
  for (const [name, { makes }] of itemReferences) {
    if (makes) continue
    for (const step of steps)
      if (step.values[name]?.some(({ key }) => names.of(name).id(key) === undefined))
        step.outcome = { refused: 'missing', field: name }
  }
}

/**
 * The fields whose values no two items share: an identifier within its type, the others among all items. The identifier comes first,
 * because an import recognises existing items by it.
 */
const uniqueFields = itemFields
  .filter(([, { kind, unique }]) => kind === 'identifier' || unique === true)
  .toSorted(([, a], [, b]) => Number(b.kind === 'identifier') - Number(a.kind === 'identifier'))

/** The keys of the unique fields that were sent; also that of the identifier where the item gets another type, whose scheme may differ. */
export function uniqueKeys({ values, before, rules, isOfNewType }: ChangeStep): ChangeStep['keys'] {
  const keys: ChangeStep['keys'] = {}
  for (const [name, field] of uniqueFields) {
    const isReadAnew = isOfNewType && field.kind === 'identifier'
    const value: unknown = values[name] === undefined && isReadAnew ? before?.item[name] : values[name]
    if (value !== undefined) keys[name] = keyIn(field, value, rules)
  }
  return keys
}

function keyIn(field: AnyField, value: unknown, rules: TypeRules): string | null {
  if (value === field.empty) return null
  if (field.kind === 'identifier') return identifierKey(rules, String(value))
  return field.keyOf ? field.keyOf(value) : field.text(value)
}

/** What a stored value is compared by. */
function storedKey([name, field]: (typeof uniqueFields)[number], { before }: ChangeStep): string | null {
  if (!before || before.item[name] === field.empty) return null
  const key: unknown = field.keyed ? before.item[`${name}_key` as keyof ItemColumns] : undefined
  return typeof key === 'string' ? key : field.text(before.item[name])
}

/** Of those with the same value in one batch the first has it. */
async function refuseTaken(
  db: Reader,
  steps: readonly ChangeStep[],
  names: ItemNames,
  unique: (typeof uniqueFields)[number],
): Promise<void> {
  const [name, field] = unique
  const column = field.keyed ? `${name}_key` : name
  const isInType = field.kind === 'identifier'
  const wanted = new Map<string, ChangeStep>()
  const types = new Set<number>()
  const stored: unknown[] = []
  for (const step of steps) {
    const before = storedKey(unique, step)
    const key = step.keys[name] === undefined ? before : step.keys[name]
    const type = typeAfter(step, names)
    if (key === null || (key === before && !(isInType && step.isOfNewType))) continue
    const place = isInType ? `${type} ${key}` : key
    if (wanted.has(place)) step.outcome = { refused: 'taken', field: name }
    else wanted.set(place, step)
    // No item has a type that is yet to be made.
    if (isInType && typeof type === 'string') continue
    if (typeof type === 'number') types.add(type)
    // The value itself, where there is no key: its text may be another on its way into the column (12.5, and 12.50).
    stored.push(field.keyed ? key : (step.values[name] ?? step.before?.item[name]))
  }
  if (stored.length === 0) return
  const items = await db
    .selectFrom('items')
    .select(['id', 'title', 'title_key', 'item_type_id', sql.ref(column).as('value')])
    .$if(isInType, (query) => query.where('item_type_id', 'in', [...types]))
    .where(isOneOf(engineUsedBy(db), column, stored))
    .execute()
  for (const { value, ...item } of items) {
    const key = field.keyed ? String(value) : field.text(field.fromRow ? field.fromRow(value) : value)
    const step = wanted.get(isInType ? `${item.item_type_id} ${key}` : key)
    if (step && step.before?.item.id !== item.id)
      step.outcome = { refused: 'taken', field: name, existing: item }
  }
}

/** The type that was sent, else that which the item has; as its id, or as a text where it is yet to be made. */
export function typeAfter({ values, before }: ChangeStep, names: ItemNames): number | string {
  const sent = values.type ?? before?.item.item_type_id ?? 0
  return typeof sent === 'number' ? sent : (names.types.id(sent.key) ?? `new ${sent.key}`)
}

/** A refusal as the messages of a form. */
export function problemsOf(refusal: RefusedChange): Problem[] {
  const broken = refusal.problems?.map(({ field, problem, fix }) => ({
    field,
    message: `${declarationOf(field).label} ${problem}.${fix === undefined ? '' : ` ${fix}`}`,
  }))
  return broken ?? [problemOf(refusal)]
}

function problemOf({ refused, field, existing }: RefusedChange): Problem {
  const [item, type] = [domain.item.one, lookups.types.noun.one]
  switch (refused) {
    case 'gone':
      return { message: `There is no such ${item} any more.` }
    case 'rule':
      return { message: `This ${item} breaks a rule of its ${type}.` }
    case 'conflict':
      return { message: `Someone else saved this ${item} first. Nothing was changed.` }
    case 'type':
      return { field: 'type', message: `There is no such ${type} any more. Choose another from the list.` }
    case 'missing': {
      const declared = field === undefined ? undefined : declarationOf(field)
      const what = declared?.kind === 'person' ? 'account of this name' : `${item} with this number`
      return {
        field,
        message: `${declared?.label ?? ''}: there is no ${what}. Correct it, or leave it empty.`,
      }
    }
    case 'taken': {
      const declared = field === undefined ? undefined : fieldNamed(field)
      const among = declared?.kind === 'identifier' ? `another ${item} of this ${type}` : `another ${item}`
      return {
        field,
        message: `${declared?.label ?? ''} is taken: ${among} has it. Correct it, or open that one.`,
        ...(existing && { existing: { id: existing.id, name: existing.title } }),
      }
    }
  }
}
