/** Makes a database ready: migrates it, and fills an empty one with the sample catalogue and the first administrator. */
import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { projectRoot } from './config.ts'
import { engineOf, fileOf, openDatabase } from './db/connection.ts'
import type { Database } from './db/connection.ts'
import { upgrade } from './db/migrate/index.ts'
import { User } from './db/models.ts'
import { now } from './db/time.ts'
import { createUser } from './features/auth/commands.ts'
import { addSample } from './features/transfer/commands.ts'
import { isEmpty, readSample } from './features/transfer/queries.ts'
import { hashPassword, oneTimePassword } from './security/passwords.ts'

export interface Ready {
  database: Database
  /** Revisions that were applied now. */
  migrated: string[]
  /** Only when the database was empty: what was put into it. The password is told once and kept nowhere. */
  filled?: { items: number; username: string; password: string }
}

/**
 * Opens the database and brings it to the newest schema. An empty one is filled in one transaction, so that two processes
 * that start at once fill it once.
 * @throws MigrationError or DatabaseOpenError with one line that says what to do
 */
export async function makeReady(url: string): Promise<Ready> {
  // The project's own data folder is made; any other must be there: a disk that is not mounted must not become a new database.
  if (engineOf(url) === 'sqlite' && dirname(fileOf(url)) === join(projectRoot, 'data'))
    mkdirSync(dirname(fileOf(url)), { recursive: true })
  const migrated = (await upgrade(url)).map(({ id }) => id)
  const database = await openDatabase(url)
  try {
    const filled = (await isEmpty(database.db)) ? await fill(database) : undefined
    return { database, migrated, ...(filled && { filled }) }
  } catch (error) {
    await database.close()
    throw error
  }
}

async function fill(database: Database): Promise<Ready['filled']> {
  const username = 'admin'
  const password = oneTimePassword()
  // Reading and hashing take long; the transaction begins after them.
  const [sample, passwordHash] = await Promise.all([
    readSample(join(projectRoot, 'samples', 'library')),
    hashPassword(password),
  ])
  return database.em().transactional(async (tx) => {
    if (database.engine === 'postgresql') await tx.execute('lock table users in exclusive mode')
    if (!(await isEmpty(tx.getKysely()))) return undefined
    await createUser(tx, { username, email: 'admin@localhost', passwordHash, role: 'admin' })
    return { items: await addSample(tx, database.engine, sample), username, password }
  })
}

/** The account of `npm run dev`. */
const developer = 'developer'

/**
 * Lets whoever develops in: an administrator called "developer" with a new password at each start. Sessions go on, so that a
 * restart after each change of a file does not sign anybody out.
 */
export async function makeDeveloper(database: Database): Promise<{ username: string; password: string }> {
  const password = oneTimePassword()
  const passwordHash = await hashPassword(password)
  await database.em().transactional(async (tx) => {
    const changed = await tx.nativeUpdate(
      User,
      { username_key: developer },
      { password_hash: passwordHash, password_chosen_at: now(), disabled_at: null },
    )
    if (changed > 0) return
    await createUser(tx, {
      username: developer,
      email: 'developer@localhost',
      passwordHash,
      role: 'admin',
      passwordChosen: true,
    })
  })
  return { username: developer, password }
}
