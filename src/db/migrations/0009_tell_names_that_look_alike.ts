/**
 * Accounts: names that look alike, addresses that are none, and when a one-time password was given.
 *
 * Of accounts whose names look alike already, the oldest gets the skeleton and the others have none: all of them stay, and nobody
 * else takes such a name.
 */
import type { Kysely } from 'kysely'
import { lookAlikes } from '../../rules/look-alikes.ts'
import { defineRevision, key, time, type TablesThen } from '../migrate/define.ts'

/** The address that the program gave to accounts without one, and what `down` gives where somebody else has that one. */
const placeholder = `replace(username_key, ' ', '-') || '@localhost'`
const otherPlaceholder = `'account-' || id || '@localhost'`

/** A copy of `skeletonOf` as it was when this revision was written. */
function skeletonOf(name: string): string {
  const replaced = (text: string) => [...text].map((letter) => lookAlikes.get(letter) ?? letter).join('')
  const first = replaced(name.normalize('NFKD').replace(/\p{Default_Ignorable_Code_Point}+/gu, ''))
  return replaced(first.toLowerCase())
    .toLowerCase()
    .normalize('NFKD')
    .replace(/([\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{N}])\p{Mn}+/gu, '$1')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()
}

export default defineRevision({
  follows: '0008_create_form_keys',
  message: 'tell names that look alike',

  up(op) {
    op.addColumn('users', 'skeleton_key', key(), { after: 'username_key' })
    op.addUnique('users', ['skeleton_key'])
    op.addCheck('users', 'skeleton_key_length', 'length(skeleton_key) <= 512')
    const give = async (db: Kysely<TablesThen>) => {
      const given = new Set([''])
      const users = await db.selectFrom('users').select(['id', 'username']).orderBy('id').execute()
      for (const { id, username } of users as { id: number; username: string }[]) {
        const skeleton_key = skeletonOf(username)
        if (given.has(skeleton_key)) continue
        given.add(skeleton_key)
        await db.updateTable('users').set({ skeleton_key }).where('id', '=', id).execute()
      }
    }
    op.data('give each username its skeleton', give, { empty: ['users'] })

    op.dropNotNull('users', 'email')
    op.dropNotNull('users', 'email_key')
    const emptied = `update users set email = null, email_key = null where email_key in (${placeholder}, ${otherPlaceholder})`
    op.sql({ sqlite: emptied, postgresql: emptied })
    op.addCheck('users', 'email_has_key', '(email is null) = (email_key is null)')

    op.addColumn('users', 'password_given_at', time(), { after: 'password_chosen_at' })
    const begun = (moment: string) =>
      `update users set password_given_at = ${moment} where password_chosen_at is null`
    op.sql({ sqlite: begun(`strftime('%Y-%m-%dT%H:%M:%fZ', 'now')`), postgresql: begun('now()') })
  },

  down(op) {
    op.dropColumn('users', 'password_given_at')
    op.dropCheck('users', 'email_has_key')
    const filled = [
      `update users set email = ${placeholder}, email_key = ${placeholder} where email_key is null and not exists (
         select 1 from users other where other.id <> users.id and (other.email_key = replace(users.username_key, ' ', '-') || '@localhost'
         or (other.email_key is null and other.id < users.id and replace(other.username_key, ' ', '-') = replace(users.username_key, ' ', '-'))))`,
      `update users set email = ${otherPlaceholder}, email_key = ${otherPlaceholder} where email_key is null`,
    ]
    op.sql({ sqlite: filled, postgresql: filled })
    op.setNotNull('users', 'email')
    op.setNotNull('users', 'email_key')
    op.dropCheck('users', 'skeleton_key_length')
    op.dropUnique('users', ['skeleton_key'])
    op.dropColumn('users', 'skeleton_key')
  },
})
