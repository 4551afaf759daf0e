/**
 * What changes the rows of resources. Each resource's own commands call this in their transaction, after they have checked the rights. A
 * rule of one resource stands there, before the call.
 */
import { sql } from 'kysely'
import type { Reader } from '../../db/engine/connection.ts'
import { isReference } from '../../fields/field.ts'
import type { ReferenceField } from '../../fields/field.ts'
import { columnsIn } from '../../fields/row.ts'
import { resourceFields, resourceNamed } from '../../resources/declared.ts'
import type { InputOf, ResourceName } from '../../resources/declared.ts'
import type { NameRef } from '../../rules/checks.ts'
import { Refusal } from '../../rules/refusal.ts'
import type { Problem } from '../../rules/refusal.ts'
import { counted } from '../../rules/words.ts'
import type { Noun } from '../../rules/words.ts'
import type { Transaction } from '../../security/rights/transaction.ts'
import { usesInRows } from './queries.ts'
import type { Used } from './queries.ts'
import { tableOf, tableOfReference } from './queries/references.ts'

type Row = Readonly<Record<string, unknown>>

/** @throws Refusal where it refers to what is not there */
export async function insertRow<Name extends ResourceName>(
  db: Reader,
  resource: Name,
  input: InputOf<Name>,
): Promise<{ id: number }> {
  const defaults: Record<string, unknown> = {}
  for (const [name, field] of resourceFields(resource))
    if (!isReference(field) && field.default !== undefined) defaults[name] = field.default
  const columns = await columnsOfInput(db, resource, { ...defaults, ...input })
  return db
    .insertInto(tableOf(resource))
    .values({ ...columns, version: 1 } as never)
    .returning('id')
    .executeTakeFirstOrThrow()
}

/**
 * Changes a row that is still as the form showed it (its `version`). Fields that were not sent stay as they are.
 * @throws Refusal 409 where someone else saved it first, 404 where it is gone, 422 where it refers to what is not there
 */
export async function updateRow<Name extends ResourceName>(
  db: Reader,
  resource: Name,
  id: number,
  { version, ...input }: InputOf<Name> & { version: number },
): Promise<{ id: number }> {
  const columns = await columnsOfInput(db, resource, input)
  const { numUpdatedRows } = await db
    .updateTable(tableOf(resource))
    .set({ ...columns, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  if (numUpdatedRows > 0n) return { id }
  const stored = await db.selectFrom(tableOf(resource)).select('id').where('id', '=', id).executeTakeFirst()
  if (!stored) throw gone(resource)
  const message = `Someone else saved this ${wordFor(resource)} first, and nothing was changed. Save again to put yours in its place.`
  throw new Refusal({ message, existing: { id, name: 'what is saved' } }, { status: 409 })
}

/** @throws Refusal 404 where it is gone */
export async function deleteRow(db: Reader, resource: ResourceName, id: number): Promise<{ id: number }> {
  const { numDeletedRows } = await db.deleteFrom(tableOf(resource)).where('id', '=', id).executeTakeFirst()
  if (numDeletedRows === 0n) throw gone(resource)
  return { id }
}

/**
 * Asked where an item or an entry of a lookup is to be deleted, in the transaction of its own command.
 * @throws Refusal 409 where rows need it: it says which, and how many to those who may read all of them
 */
export async function mustBeUnused(
  { db, viewer }: Transaction,
  used: Used,
  id: number,
  noun: Noun,
): Promise<void> {
  const uses = await usesInRows(db, used, id, viewer)
  if (uses.length === 0) return
  const words = uses.map(({ resource, count }) => {
    const { noun: word = noun } = resourceNamed(resource) ?? {}
    return count === undefined ? 'something that you may not see' : counted(count, word)
  })
  const message = `This ${noun.one} is still needed by ${new Intl.ListFormat('en').format(words)}, so it cannot be deleted. Delete or change them first.`
  throw new Refusal({ message }, { status: 409, code: 'in use' })
}

const wordFor = (resource: string): string => resourceNamed(resource)?.noun.one ?? ''

function gone(resource: string): Refusal {
  return new Refusal({ message: `There is no such ${wordFor(resource)} any more.` }, { status: 404 })
}

/** The columns of what was sent: each value with the folded text beside it, each reference as the id of its row. */
async function columnsOfInput(db: Reader, resource: string, input: Row): Promise<Row> {
  const columns: [string, unknown][] = []
  const problems: Problem[] = []
  for (const [name, field] of resourceFields(resource)) {
    if (input[name] === undefined) continue
    if (!isReference(field)) columns.push(...columnsIn(name, field, input[name]))
    else {
      const [ref] = input[name] as readonly NameRef[]
      const id = ref === undefined ? null : await findReferred(db, field, ref)
      if (id === undefined) problems.push({ field: name, message: missing(field) })
      columns.push([`${name}_id`, id])
    }
  }
  if (problems.length > 0) throw new Refusal(problems)
  return Object.fromEntries(columns)
}

async function findReferred(
  db: Reader,
  field: ReferenceField,
  { key }: NameRef,
): Promise<number | undefined> {
  const { table, key: column } = tableOfReference(field)
  const value = field.kind === 'item' ? Number(key) : key
  const { rows } = await sql<{ id: number }>`
    select id from ${sql.table(table)} where ${sql.ref(column)} = ${value}`.execute(db)
  return rows[0]?.id
}

const missing = ({ kind, label }: ReferenceField): string =>
  ({
    item: `${label}: there is none with this number. Take it from the end of the address of its page.`,
    person: `${label}: there is no account of this name. Correct it.`,
    lookup: `${label}: there is none of this name. Correct it, or add it to the list first.`,
  })[kind]
