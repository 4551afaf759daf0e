/** What is read to let somebody in. */
import type { Reader } from '../../db/connection.ts'
import { searchKey } from '../../db/text.ts'

export interface SignInAccount {
  id: number
  username: string
  password_hash: string
  disabled_at: string | null
}

/** The account of a username or e-mail address: the @ tells which of the two it is. */
export function findSignInAccount(db: Reader, name: string): Promise<SignInAccount | undefined> {
  return db
    .selectFrom('users')
    .select(['id', 'username', 'password_hash', 'disabled_at'])
    .where(name.includes('@') ? 'email_key' : 'username_key', '=', searchKey(name))
    .executeTakeFirst()
}
