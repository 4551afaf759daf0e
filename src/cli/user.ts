/** `crowfoot user`: adds accounts, one or a class at once, lists and changes them. Passwords come by standard input. */
import { Command } from 'commander'
import type { ListedUser } from '../features/admin/users/queries.ts'
import { answer, withDatabase, withJson } from './command.ts'
import type { JsonOption } from './command.ts'
import { operator } from '../security/rights/viewer.ts'
import { readPassword } from './user/password-input.ts'
import { addCommand } from './user/add.ts'
import { answerHandouts, checkedHash, passwordHelp, roleNamed, userNamed } from './user/accounts.ts'

export function userCommand(): Command {
  return new Command('user')
    .description('Looks after accounts.')
    .addCommand(addCommand())
    .addCommand(listCommand())
    .addCommand(setRoleCommand())
    .addCommand(setPasswordCommand())
    .addCommand(
      stateCommand('disable', 'Closes an account: nobody signs in with it, and its sessions end.', 'true'),
    )
    .addCommand(stateCommand('enable', 'Opens a closed account again.', 'false'))
}

function listCommand(): Command {
  return withJson(new Command('list'))
    .description('Lists the accounts, with the role of each and whether it is open.')
    .action(async (flags: JsonOption) => {
      const { listUsers } = await import('../features/admin/users/queries.ts')
      await withDatabase(async ({ db }) => {
        const all: ListedUser[] = []
        for (let page = 1, more = true; more; page++) {
          const { users, hasMore } = await listUsers(db, { q: '', role: null, page }, operator)
          all.push(...users)
          more = hasMore
        }
        answer(flags, all, () =>
          aligned([
            ['username', 'e-mail', 'role', 'state'],
            ...all.map((user) => [user.username, user.email ?? '', user.role, stateOf(user)]),
          ]),
        )
      })
    })
}

/** Rows as a table for the eye: each column as wide as its longest cell. */
function aligned(rows: readonly (readonly string[])[]): string {
  const width = (column: number) => Math.max(...rows.map((row) => (row[column] ?? '').length))
  const widths = (rows[0] ?? []).map((_, column) => width(column))
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function stateOf({ disabled_at, password_chosen_at }: ListedUser): string {
  if (disabled_at !== null) return 'closed'
  return password_chosen_at === null ? 'one-time password' : 'open'
}

function setRoleCommand(): Command {
  return withJson(new Command('set-role'))
    .description('Gives an account another role. It works on the next request.')
    .argument('<name>', 'a username or e-mail address')
    .argument('<role>', 'member, staff, admin, or a role of your own')
    .action((name: string, roleName: string, flags: JsonOption) =>
      withDatabase(async (database) => {
        const { changeUser } = await import('../features/admin/users/commands.ts')
        const user = await userNamed(database, name)
        const role = await roleNamed(database, roleName)
        const disabled = user.disabled_at === null ? 'false' : 'true'
        await changeUser(database.em(), user.id, { role_id: role.id, disabled }, operator)
        answer(
          flags,
          { username: user.username, role: role.name },
          () => `"${user.username}" is now ${role.name}.`,
        )
      }),
    )
}

function stateCommand(name: 'disable' | 'enable', description: string, disabled: 'true' | 'false'): Command {
  return withJson(new Command(name))
    .description(description)
    .argument('<name>', 'a username or e-mail address')
    .action((given: string, flags: JsonOption) =>
      withDatabase(async (database) => {
        const { changeUser } = await import('../features/admin/users/commands.ts')
        const user = await userNamed(database, given)
        await changeUser(database.em(), user.id, { role_id: user.role_id, disabled }, operator)
        const state = disabled === 'true' ? 'closed' : 'open'
        answer(flags, { username: user.username, state }, () => `The account "${user.username}" is ${state}.`)
      }),
    )
}

function setPasswordCommand(): Command {
  return withJson(new Command('set-password'))
    .description('Gives an account another password and signs it out everywhere.')
    .argument('<name>', 'a username or e-mail address')
    .addHelpText('after', passwordHelp.replace('%s', 'set-password ada'))
    .action((name: string, flags: JsonOption) =>
      withDatabase(async (database) => {
        const { resetPassword, setPassword } = await import('../features/admin/users/commands.ts')
        const user = await userNamed(database, name)
        const password = await readPassword()
        if (password === '') {
          const handout = await resetPassword(database.em(), user.id, operator)
          answerHandouts(flags, handout ? [handout] : [])
          return
        }
        await setPassword(
          database.em(),
          user.id,
          await checkedHash(password, [user.username, user.email ?? '']),
          operator,
        )
        answer(
          flags,
          { username: user.username },
          () => `The password of "${user.username}" was changed, and all its sessions ended.`,
        )
      }),
    )
}
