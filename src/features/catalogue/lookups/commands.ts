/** What changes the entries of lookups. Rights are checked here as well as in the routes; two spellings of a name are one name. */
import { isPostgresql } from '../../../db/engine/connection.ts'
import type { Reader } from '../../../db/engine/connection.ts'
import type { Writer } from '../../../db/engine/writer.ts'
import { lookups } from '../../../declared.ts'
import { domain } from '../../../domain.ts'
import type { Lookup, LookupName } from '../../../declared.ts'
import { nameChanged } from '../../../search/changes.ts'
import { columnsIn } from '../../../fields/row.ts'
import { Refusal } from '../../../rules/refusal.ts'
import { proposedSortName, sortKeyOfName } from '../../../rules/sort-name.ts'
import { searchKey } from '../../../rules/text.ts'
import { capital, counted } from '../../../rules/words.ts'
import { transaction } from '../../../security/rights/transaction.ts'
import { operator } from '../../../security/rights/viewer.ts'
import type { Viewer } from '../../../security/rights/viewer.ts'
import { mustBeUnused } from '../../resources/commands.ts'
import { countItemsOf } from '../items/queries.ts'
import { writeRules } from './commands/rules.ts'
import { fieldsOf, spanProblem } from './forms.ts'
import { rulesIn } from './forms/rules.ts'
import type { EntryInput } from './forms.ts'
import { versionOfEntry } from './queries.ts'

/** @throws Refusal where the name is taken */
export function createEntry(
  em: Writer,
  lookup: LookupName,
  input: EntryInput,
  actor: Viewer,
  formKey?: string,
): Promise<{ id: number }> {
  return transaction(
    em,
    actor,
    'lookup.manage',
    async ({ db, viewer }) => {
      await mustBeFree(db, lookup, input.name)
      const entry = await db
        .insertInto(lookups[lookup].table)
        .values(columns(lookup, input))
        .returning('id')
        .executeTakeFirstOrThrow()
      if (lookup === 'types') await writeRules({ db, viewer }, entry.id, rulesIn(input))
      return entry
    },
    { formKey },
  )
}

/**
 * Changes an entry that is still as the form showed it (its `version`). Fields that were not sent stay as they are.
 * @throws Refusal; 404 where there is no such entry, 409 with the code `conflict` where someone else saved it first
 */
export function updateEntry(
  em: Writer,
  lookup: LookupName,
  id: number,
  input: EntryInput,
  actor: Viewer,
): Promise<{ id: number }> {
  const { table } = lookups[lookup]
  return transaction(em, actor, 'lookup.manage', async ({ db, viewer }) => {
    const stored = await db
      .selectFrom(table)
      .selectAll()
      .where('id', '=', id)
      .$if(isPostgresql(db), (query) => query.forUpdate())
      .executeTakeFirst()
    if (!stored) throw gone(lookup)
    if (input.version !== undefined && input.version !== (await versionOfEntry(db, lookup, id, viewer)))
      throw conflict(lookup)
    // One year may have been sent without the other: together with what is stored they must be in order.
    const problem = spanProblem(lookup, { ...stored, ...input })
    if (problem) throw new Refusal(problem)
    await mustBeFree(db, lookup, input.name, id)
    const { numUpdatedRows } = await db
      .updateTable(table)
      .set(columns(lookup, input, stored))
      .where('id', '=', id)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw gone(lookup)
    if (stored.name !== input.name) await nameChanged(db, lookup, id)
    if (lookup === 'types') await writeRules({ db, viewer }, id, rulesIn(input))
    return { id }
  })
}

/** Deletes an entry that no item has. @throws Refusal: 409 where items have it, 404 where there is none */
export function deleteEntry(
  em: Writer,
  lookup: LookupName,
  id: number,
  actor: Viewer,
  formKey?: string,
): Promise<{ id: number }> {
  return transaction(
    em,
    actor,
    'lookup.manage',
    async ({ db, viewer }) => {
      await mustHaveNoItems(db, lookup, id, viewer)
      const { table, noun } = lookups[lookup]
      await mustBeUnused({ db, viewer }, { kind: 'lookup', of: lookup }, id, noun)
      const { numDeletedRows } = await db.deleteFrom(table).where('id', '=', id).executeTakeFirst()
      if (numDeletedRows === 0n) throw gone(lookup)
      return { id }
    },
    { formKey },
  )
}

function conflict(lookup: LookupName): Refusal {
  const message = `Someone else saved this ${lookups[lookup].noun.one} while you were editing. Nothing of yours is saved yet.`
  return new Refusal({ message }, { status: 409, code: 'conflict' })
}

function gone(lookup: LookupName): Refusal {
  return new Refusal({ message: `There is no such ${lookups[lookup].noun.one} any more.` }, { status: 404 })
}

/** The columns that were sent, and the keys that follow from the names. */
function columns(lookup: LookupName, sentInput: EntryInput, stored: object = {}) {
  const input = withSortName(lookup, sentInput, stored)
  const sent = fieldsOf(lookup).flatMap(([name, field]) =>
    input[name] === undefined ? [] : columnsIn(name, field, input[name]),
  )
  const { sortName }: Lookup = lookups[lookup]
  return {
    ...Object.fromEntries(sent),
    ...{ name: input.name, name_key: searchKey(input.name) },
    ...(sortName && { sort_key: sortKeyOfName(input.name, input.sort_name as string | null) }),
  }
}

/** A sort name equal to the one that the name gives is not stored, so that it follows the name. One that was not sent stays. */
function withSortName(lookup: LookupName, input: EntryInput, stored: object): EntryInput {
  const { sortName }: Lookup = lookups[lookup]
  if (!sortName) return input
  const { sort_name = null }: Partial<EntryInput> = { ...stored, ...input }
  return { ...input, sort_name: sort_name === proposedSortName(input.name) ? null : sort_name }
}

/** @param id the entry itself, when it is there already. @throws Refusal where another has the name, however it is spelled */
async function mustBeFree(db: Reader, lookup: LookupName, name: string, id = 0): Promise<void> {
  const { table, noun } = lookups[lookup]
  const other = await db
    .selectFrom(table)
    .select(['id', 'name'])
    .where('name_key', '=', searchKey(name))
    .where('id', '<>', id)
    .executeTakeFirst()
  if (other) {
    throw new Refusal({
      field: 'name',
      message: `There is ${noun.a} of this name already. Use that one, or tell the two apart in the name.`,
      existing: other,
    })
  }
}

/**
 * @throws Refusal where items have the entry. It says how many, and `existing` stands for them; it says neither where the viewer may not
 * read the fields by which they refer to it.
 */
async function mustHaveNoItems(db: Reader, lookup: LookupName, id: number, viewer: Viewer): Promise<void> {
  const { noun } = lookups[lookup]
  const used = (await countItemsOf(db, lookup, [id], operator)).get(id) ?? 0
  if (used === 0) return
  const count = (await countItemsOf(db, lookup, [id], viewer)).get(id) ?? 0
  const items =
    count > 0 ? counted(count, domain.item) : `${capital(domain.item.a)} that you may not see in full`
  const problem = {
    message: `${items} ${count > 1 ? 'have' : 'has'} this ${noun.one}, so it cannot be deleted. Give ${count > 1 ? 'them' : 'it'} another first.`,
    ...(count > 0 && { existing: { id, name: `Show ${items}` } }),
  }
  throw new Refusal(problem, { status: 409, code: 'in use' })
}
