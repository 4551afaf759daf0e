/** People for tests: accounts of each role, signed in without waiting for a password to be hashed. */
import { randomUUID } from 'node:crypto'
import type { Database } from '../../src/db/engine/connection.ts'
import { createUser } from '../../src/features/auth/commands.ts'
import { startSession } from '../../src/security/sessions/session.ts'
import { Browser } from './browser.ts'
import type { App } from './browser.ts'

/** Adds an account that no password opens. @returns its id and name */
export async function addPerson(
  database: Database,
  role: string,
  username = `${role}-${randomUUID().slice(0, 8)}`,
) {
  const id = await database.em().transactional((tx) =>
    createUser(tx, {
      username,
      email: `${username}@example.org`,
      passwordHash: 'none',
      role,
      passwordChosen: true,
    }),
  )
  return { id, username }
}

export interface Person extends Browser {
  readonly id: number
  readonly username: string
}

/** A browser in which a new account of that role is signed in. */
export async function signedIn(database: Database, app: App, role: string): Promise<Person> {
  const { id, username } = await addPerson(database, role)
  return openBrowser(database, app, { id, username })
}

/** One more browser of somebody who has an account already. */
export async function openBrowser(
  database: Database,
  app: App,
  person: { id: number; username: string },
): Promise<Person> {
  const browser = new Browser(app)
  browser.cookies.set('crowfoot_session_3000', await startSession(database.em(), person.id, 'tests'))
  return Object.assign(browser, { id: person.id, username: person.username })
}
