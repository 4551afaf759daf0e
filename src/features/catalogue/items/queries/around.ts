/** What an entry of a lookup, such as a creator, is found together with: the other entries that its items have. */
import { sql } from 'kysely'
import type { LookupName } from '../../../../declared.ts'
import type { Reader } from '../../../../db/engine/connection.ts'
import { limitOf } from '../../../../db/reading/prepared.ts'
import { authorize } from '../../../../security/rights/authorize.ts'
import { mayReadField } from '../../../../security/rights/policy.ts'
import type { Viewer } from '../../../../security/rights/viewer.ts'
import { choices } from '../forms/choices.ts'
import type { ChoiceName } from '../forms/choices.ts'
import { choiceTables, isLinkedBy } from './choices.ts'

export interface Companion {
  id: number
  name: string
  /** On how many of the items that were looked at. */
  count: number
}

/** By the names of the lookups. */
export type Around = { lookup: LookupName; values: Companion[] }[]

/** The lookups of which items have many: what is found together with what. */
const companionChoices = choices.filter(({ lookup, name }) => lookup && isLinkedBy(name))

/** Only the newest items are looked at, so that the page of one with 60,000 is as quick as that of one with 60. */
const looked = 2000
const shown = 6

export async function readAround(heavy: Reader, of: ChoiceName, id: number, viewer: Viewer): Promise<Around> {
  authorize(viewer, 'catalogue.read')
  const readable = companionChoices.filter(
    ({ reference }) => reference === undefined || mayReadField(viewer, reference),
  )
  return Promise.all(
    readable.map(async ({ name, lookup = 'types' }) => ({
      lookup,
      values: await companions(heavy, of, id, name),
    })),
  )
}

async function companions(
  heavy: Reader,
  of: ChoiceName,
  id: number,
  wanted: ChoiceName,
): Promise<Companion[]> {
  const from = choiceTables[of]
  const to = choiceTables[wanted]
  const { rows } = await sql<Companion>`
    select names.id, names.name, count(*) as count
    from (
      select ${sql.ref(from.item)} as item_id from ${sql.table(from.links)}
      where ${sql.ref(from.value)} = ${id} order by ${sql.ref(from.item)} desc limit ${limitOf(looked)}
    ) as newest
    inner join ${sql.table(to.links)} as links on links.item_id = newest.item_id
    inner join ${sql.table(to.names)} as names on names.id = links.${sql.ref(to.value)}
    where ${of === wanted ? sql`names.id <> ${id}` : sql`1 = 1`}
    group by names.id, names.name, names.name_key
    order by count(*) desc, names.name_key limit ${limitOf(shown)}`.execute(heavy)
  return rows
}
