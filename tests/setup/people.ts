/** People for tests: accounts of each role, signed in without waiting for a password to be hashed. */
import { randomUUID } from 'node:crypto'
import type { Database } from '../../src/db/engine/connection.ts'
import { createUser } from '../../src/features/auth/commands.ts'
import { visitor } from '../../src/security/rights/viewer.ts'
import type { Viewer } from '../../src/security/rights/viewer.ts'
import { findSession, startSession, viewerOf } from '../../src/security/sessions/session.ts'
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

/** Somebody of each role, by its first letter: v(isitor), m(ember), s(taff), a(dmin). */
export async function viewersOf(database: Database): Promise<Record<'v' | 'm' | 's' | 'a', Viewer>> {
  const viewer = async (role: string) => {
    const { id } = await addPerson(database, role)
    const session = await findSession(database.db, await startSession(database.em(), id, ''))
    return viewerOf(session!, { teaching: true })
  }
  return {
    v: visitor(true),
    m: await viewer('member'),
    s: await viewer('staff'),
    a: await viewer('admin'),
  }
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
