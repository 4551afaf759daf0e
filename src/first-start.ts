/** Makes a database ready: migrates it, and fills an empty one with the sample catalogue and the first administrator. */
import { join } from 'node:path'
import { sql } from 'kysely'
import { projectRoot } from './config.ts'
import { openDatabase } from './db/engine/connection.ts'
import type { Database, Reader } from './db/engine/connection.ts'
import { isUpToDate } from './db/migrate/up-to-date.ts'
import { missingColumns } from './db/schema/missing-columns.ts'
import { keepStatistics } from './db/engine/statistics.ts'
import { writerOf } from './db/engine/writer.ts'
import { counted, noun } from './rules/words.ts'
import { declaration } from './declared.ts'
import { domain } from './domain.ts'
import { forbidden } from './db/engine/postgresql/open-errors.ts'
import { createUser, passwordChosen } from './features/auth/commands.ts'
import { addSample } from './features/transfer/commands.ts'
import { isEmpty, readSample } from './features/transfer/queries.ts'
import { hashPassword, oneTimePassword } from './security/passwords/passwords.ts'
import { transaction } from './security/rights/transaction.ts'
import { operator } from './security/rights/viewer.ts'

/** The start cannot go on, and nothing of it is left. The message is one line. */
export class StartError extends Error {
  override name = 'StartError'
}

/** Tells a line to whoever starts the program. @throws where nobody can read it */
type Tell = (line: string) => Promise<void>

/**
 * Opens the database and brings it to the newest schema. An empty one is filled in one transaction, so that two processes
 * that start at once fill it once.
 * @throws MigrationError, DatabaseOpenError or StartError with one line that says what to do
 */
export async function makeReady(url: string, tell: Tell): Promise<Database> {
  const database = (await openUpToDate(url)) ?? (await upgradeAndOpen(url, tell))
  try {
    refuseMissing(await missingColumns(database))
    if (await isEmpty(database.db)) await fill(database, tell)
    await keepStatistics(database)
    return database
  } catch (error) {
    await database.close()
    const mayNot = forbidden(url, error)
    throw mayNot === undefined ? error : new StartError(mayNot, { cause: error })
  }
}

/** Every page that reads what is not there would fail. */
function refuseMissing(columns: readonly string[]): void {
  if (columns.length === 0) return
  const named = columns.slice(0, 3).join(', ') + (columns.length > 3 ? ' and more' : '')
  throw new StartError(
    `the project declares what the database does not have: ${named}. Write the revision with npx crowfoot db revision, look at it, and start again.`,
  )
}

/** The database if it is up to date; else undefined, and the migration tool does what is missing or says what is wrong. */
async function openUpToDate(url: string): Promise<Database | undefined> {
  let database: Database | undefined
  try {
    database = await openDatabase(url)
    if (await isUpToDate(database.db)) return database
  } catch {
    // It is told when the migration tool comes upon it.
  }
  await database?.close()
  return undefined
}

/** The migration tool and all revisions are imported only where they are needed: most starts have nothing to migrate. */
async function upgradeAndOpen(url: string, tell: Tell): Promise<Database> {
  const { upgrade } = await import('./db/migrate/index.ts')
  const messages: string[] = []
  const applied = await upgrade(url, { onMessage: (line) => messages.push(line) })
  if (applied.length > 0)
    await tell(
      `The database was brought up to date: ${counted(applied.length, noun('revision', 'revisions'))} applied.`,
    )
  for (const line of messages) await tell(line)
  return openDatabase(url)
}

async function fill(database: Database, tell: Tell): Promise<void> {
  const username = 'admin'
  const password = oneTimePassword()
  // Reading and hashing take long; the transaction begins after them.
  const [sample, passwordHash] = await Promise.all([
    readSample(join(projectRoot, 'samples', declaration.sample)),
    hashPassword(password),
  ])
  await transaction(database.em(), operator, 'user.manage', async ({ db }) => {
    await lockUsers(database, db)
    if (!(await isEmpty(db))) return
    const tx = writerOf(db)
    await createUser(tx, { username, passwordHash, role: 'admin' })
    await allowMore(db)
    const items = await addSample(tx, database.engine, sample, operator)
    // Before the commit: an account whose password was not told could be opened by nobody.
    await tell(
      `The sample catalogue was loaded: ${counted(items, domain.item)}.\n` +
        `The first administrator is "${username}", with the password ${password} (shown only now).`,
    )
  })
}

/** What the domain lets roles do beyond what the revisions gave them. From now on that is data. */
export async function allowMore(db: Reader): Promise<void> {
  for (const [role, permissions] of Object.entries(declaration.roles ?? {})) {
    const roleId = db.selectFrom('roles').select('id').where('name', '=', role)
    for (const permission of permissions)
      await db
        .insertInto('role_permissions')
        .columns(['role_id', 'permission'])
        .expression(roleId.select(sql.val(permission).as('permission')))
        .onConflict((oc) => oc.doNothing())
        .execute()
  }
}

/** Two processes may start at once. On SQLite each transaction that writes waits for the one before anyway. */
async function lockUsers({ engine }: Database, db: Reader): Promise<void> {
  if (engine === 'postgresql') await sql`lock table users in exclusive mode`.execute(db)
}

/** The account of `npm run dev`. */
const developer = 'developer'

/**
 * Lets whoever develops in: an administrator called "developer" with a new password at each start. Sessions go on, so that a
 * restart after each change of a file does not sign anybody out.
 */
export async function makeDeveloper(database: Database, tell: Tell): Promise<void> {
  const password = oneTimePassword()
  const passwordHash = await hashPassword(password)
  await transaction(database.em(), operator, 'user.manage', async ({ db }) => {
    await lockUsers(database, db)
    const { numUpdatedRows } = await db
      .updateTable('users')
      .set({ password_hash: passwordHash, ...passwordChosen(), disabled_at: null })
      .where('username_key', '=', developer)
      .executeTakeFirst()
    if (numUpdatedRows === 0n)
      await createUser(writerOf(db), {
        username: developer,
        passwordHash,
        role: 'admin',
        passwordChosen: true,
      })
    await tell(`For development, sign in as "${developer}" with the password ${password}`)
  })
}
