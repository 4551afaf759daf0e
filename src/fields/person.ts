/** A field that refers to an account. It must name who may read it, and is emptied when the account is deleted. */
import { sql } from 'kysely'
import type { Permission } from '../rules/permissions.ts'
import { checkRefs } from '../rules/checks.ts'
import { searchKey } from '../rules/text.ts'
import type { FieldOptions, Filter } from './field.ts'
import { oneOf } from './one-of.ts'

export interface PersonOptions extends Omit<FieldOptions, 'sort' | 'unique'> {
  /** Who may see who it is: accounts are not for everybody. */
  read: Permission
}

export function personField(label: string, options: PersonOptions) {
  return {
    kind: 'person' as const,
    label,
    help: 'A username',
    ...options,
    many: false as const,
    makes: false,
    readNames: oneOf(checkRefs),
    filterBy: personFilter,
  }
}

/** By username; `me` is whoever looks. */
const personFilter: Filter<string> = {
  kind: 'person',
  parameters: (name) => [name],
  read({ name, label, me }, sent, say) {
    const text = [...(sent(name).at(-1)?.trim() ?? '')].slice(0, 200).join('')
    if (text === 'me' && me === undefined)
      say(`“me” was left out of the filter ${label}: it needs somebody who is signed in.`)
    return text === 'me' ? me : text === '' ? undefined : text
  },
  query: (name, text) => ({ [name]: text }),
  count: () => 1,
  where: (column, text) =>
    sql<boolean>`${sql.ref(`${column}_id`)} in (select id from users where username_key = ${searchKey(text)})`,
}
