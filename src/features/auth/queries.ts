/** What is read to let somebody in. */
import type { Reader } from '../../db/engine/connection.ts'
import { prepare } from '../../db/reading/prepared.ts'
import { searchKey } from '../../rules/text.ts'

export interface SignInAccount {
  id: number
  username: string
  password_hash: string
  disabled_at: string | null
  password_chosen_at: string | null
  password_given_at: string | null
}

/** The account of a username or e-mail address: the @ tells which of the two it is. */
export async function findSignInAccount(db: Reader, name: string): Promise<SignInAccount | undefined> {
  const column = name.includes('@') ? 'email_key' : 'username_key'
  const [account] = await accountBehind(db, { key: searchKey(name) }, column)
  return account
}

/** Its shape (see `prepare`) is the column that is asked. */
const accountBehind = prepare<{ key: string }, SignInAccount, 'email_key' | 'username_key'>(
  (db, value, column) =>
    db
      .selectFrom('users')
      .select(['id', 'username', 'password_hash', 'disabled_at', 'password_chosen_at', 'password_given_at'])
      .where(column, '=', value('key')),
)
