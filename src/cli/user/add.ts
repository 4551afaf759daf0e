/** `crowfoot user add`: one account, or a class of them from a file. */
import { readFile } from 'node:fs/promises'
import { Command } from 'commander'
import type { Database } from '../../db/engine/connection.ts'
import { answer, CommandError, UsageError, withDatabase, withJson } from '../command.ts'
import type { JsonOption } from '../command.ts'
import { operator } from '../../security/rights/viewer.ts'
import { readPassword } from './password-input.ts'
import { answerHandouts, checkedHash, passwordHelp, roleNamed } from './accounts.ts'

interface AddFlags extends JsonOption {
  email?: string
  role: string
  class?: string
}

export function addCommand(): Command {
  const command = withJson(new Command('add'))
    .description('Adds an account, or with --class one for each line of a file.')
    .argument('[name]', 'the username')
    .option('--email <address>', 'the e-mail address')
    .option('--role <role>', 'what the account may do', 'member')
    .option(
      '--class <file>',
      'a list, one person to a line: a username, and if there is one an e-mail address behind a comma',
    )
    .addHelpText('after', passwordHelp.replace('%s', 'add ada --email ada@example.org --role staff'))
  return command.action(async (name: string | undefined, flags: AddFlags) => {
    if ((name === undefined) === (flags.class === undefined) || flags.class?.trim() === '')
      throw new UsageError('give a name, or --class with a file', command)
    if (flags.class !== undefined && flags.email !== undefined)
      throw new UsageError('--email is for one account: in a class each has its own, in the file', command)
    await (name === undefined ? addClass(flags.class ?? '', flags) : addOne(name, flags))
  })
}

async function addOne(name: string, flags: AddFlags): Promise<void> {
  const { parseNewUserForm } = await import('../../features/admin/users/forms.ts')
  await withDatabase(async (database) => {
    const role = await roleNamed(database, flags.role)
    const form = parseNewUserForm({ username: name, email: flags.email ?? '', role_id: role.id })
    if (!form.success) throw new CommandError(form.error.issues[0]?.message ?? 'this account cannot be made')
    const password = await readPassword()
    if (password === '') {
      const { addUser } = await import('../../features/admin/users/commands.ts')
      const handout = await addUser(database.db, database.em(), form.data, operator)
      answerHandouts(flags, handout ? [handout] : [])
      return
    }
    const { username, email } = form.data
    await addWithPassword(database, { username, email, role: role.name }, password)
    answer(
      flags,
      { username, role: role.name },
      () => `The account "${username}" was added, as ${role.name}.`,
    )
  }, 'create')
}

async function addWithPassword(
  database: Database,
  user: { username: string; email: string; role: string },
  password: string,
): Promise<void> {
  const { createUser } = await import('../../features/auth/commands.ts')
  const passwordHash = await checkedHash(password, [user.username, user.email])
  const { writerOf } = await import('../../db/engine/writer.ts')
  const { transaction } = await import('../../security/rights/transaction.ts')
  await transaction(database.em(), operator, 'user.manage', ({ db }) =>
    createUser(writerOf(db), { ...user, passwordHash, passwordChosen: true }),
  )
}

async function addClass(file: string, flags: AddFlags): Promise<void> {
  const { parseClassForm } = await import('../../features/admin/users/forms.ts')
  const { addPeople } = await import('../../features/admin/users/commands.ts')
  const { encodingProblem, withLineFeeds } = await import('../../features/transfer/queries/encoding.ts')
  const { unreadable } = await import('../../features/transfer/queries/csv-file.ts')
  const bytes = await readFile(file).then(withLineFeeds, (error: unknown) => {
    throw new CommandError(unreadable(file, error))
  })
  const problem = encodingProblem(bytes)
  if (problem !== undefined) throw new CommandError(`${file}: ${problem}`)
  const people = bytes.toString().replace(/^\uFEFF/, '')
  if (people.trim() === '') throw new CommandError(`“${file}” is empty: write a username on each line`)
  const form = parseClassForm({ people })
  if (!form.success) throw new CommandError(form.error.issues[0]?.message ?? 'this list cannot be used')
  await withDatabase(async (database) => {
    const role = await roleNamed(database, flags.role)
    answerHandouts(flags, await addPeople(database.em(), form.data.people, role.name, operator))
  }, 'create')
}
