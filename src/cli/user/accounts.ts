/** What the commands for accounts share: finding one, and handing out passwords. */
import type { Database } from '../../db/engine/connection.ts'
import type { Handout } from '../../features/admin/users/commands.ts'
import type { ListedUser } from '../../features/admin/users/queries.ts'
import { answer, CommandError } from '../command.ts'
import type { JsonOption } from '../command.ts'
import { operator } from '../../security/rights/viewer.ts'

/** How a password is handed to a command; `%s` stands for the rest of the call. */
export const passwordHelp = `
The password is read from standard input, never from the command line, where others could see it:
  npx crowfoot user %s < password.txt
Without one (an empty line, or no input) a one-time password is made and printed.`

export async function roleNamed({ db }: Database, name: string): Promise<{ id: number; name: string }> {
  const roles = await db.selectFrom('roles').select(['id', 'name']).orderBy('id').execute()
  const found = roles.find((role) => role.name === name)
  if (!found)
    throw new CommandError(`there is no role "${name}": take ${roles.map((role) => role.name).join(', ')}`)
  return found
}

export async function userNamed({ db }: Database, name: string): Promise<ListedUser> {
  const { findSignInAccount } = await import('../../features/auth/queries.ts')
  const { findUser } = await import('../../features/admin/users/queries.ts')
  const account = await findSignInAccount(db, name)
  const user = account && (await findUser(db, account.id, operator))
  if (!user) throw new CommandError(`there is no account "${name}": npx crowfoot user list shows all`)
  return user
}

/** @throws CommandError for a password that is too long or can be guessed */
export async function checkedHash(password: string, about: string[]): Promise<string> {
  const { goodPassword, limits } = await import('../../rules/limits.ts')
  const { weaknessOf } = await import('../../security/passwords/guessable.ts')
  const { hashPassword } = await import('../../security/passwords/passwords.ts')
  if (password.length > limits.password)
    throw new CommandError(`a password has at most ${limits.password} characters`)
  const weakness = await weaknessOf(password, about)
  if (weakness !== undefined) throw new CommandError(`${weakness} ${goodPassword}`)
  return hashPassword(password)
}

/** The passwords as a table to copy: a tab between, as a spreadsheet takes it. */
export function answerHandouts(flags: JsonOption, handouts: readonly Handout[]): void {
  const told = handouts.map(({ username, password }) => ({ username, password }))
  answer(flags, told, () =>
    ['username\tone-time password', ...told.map(({ username, password }) => `${username}\t${password}`)].join(
      '\n',
    ),
  )
}
