/** For each choice, the table of the rows to choose from, and the table that links items to them. */
import { sql } from 'kysely'
import { lookups } from '../../../../declared.ts'
import type { Reader } from '../../../../db/engine/connection.ts'
import { isCounted } from '../../../../db/reading/counts.ts'
import type { Subject } from '../../../../db/reading/counts.ts'
import { choices } from '../forms/choices.ts'
import type { ItemChoice, ChoiceName } from '../forms/choices.ts'
import { referenceTables } from '../../../../db/reading/references.ts'

export interface ChoiceTable {
  /** The table of the rows, and the column that says what each is called. */
  names: string
  label: string
  /** The table that links items to them: one of its own, or `items`, whose row then holds the id. */
  links: string
  item: string
  value: string
  /** What the counters call it, where they count it. */
  counter: Subject | undefined
}

function tableOf({ name, reference, lookup }: ItemChoice): ChoiceTable {
  const counter = isCounted(name) ? name : undefined
  if (reference !== undefined) return { ...referenceTables[reference], counter }
  return {
    names: lookups[lookup ?? 'types'].table,
    label: 'name',
    ...{ links: 'items', item: 'id', value: 'item_type_id', counter },
  }
}

export const choiceTables = Object.fromEntries(
  choices.map((choice) => [choice.name, tableOf(choice)]),
) as Record<ChoiceName, ChoiceTable>

/** Whether the items with it stand in a table of their own. */
export const isLinkedBy = (name: ChoiceName): boolean => choiceTables[name].links !== 'items'

/** The names of these, without those that are not there. */
export async function namesOfChoices(
  db: Reader,
  name: ChoiceName,
  ids: readonly number[],
): Promise<{ id: number; name: string }[]> {
  if (ids.length === 0) return []
  const { names, label } = choiceTables[name]
  const { rows } = await sql<{ id: number; name: string }>`
    select id, ${sql.ref(label)} as name from ${sql.table(names)} where id in (${sql.join(ids)})`.execute(db)
  return rows
}
