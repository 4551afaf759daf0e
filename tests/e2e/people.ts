/** People of the end-to-end tests: accounts written into the database of a running application, and their signing in by its form. */
import type { Page } from 'playwright-core'
import { openDatabase } from '../../src/db/engine/connection.ts'
import { createUser } from '../../src/features/auth/commands.ts'
import { hashPassword } from '../../src/security/passwords/passwords.ts'

/** Everybody's. */
const password = 'seven grey herons wading'

/** @param people their usernames by role */
export async function addPeople(
  databaseUrl: string,
  people: Readonly<Record<string, string>>,
): Promise<void> {
  const database = await openDatabase(databaseUrl)
  const passwordHash = await hashPassword(password)
  for (const [role, username] of Object.entries(people)) {
    const email = `${username}@example.org`
    await database
      .em()
      .transactional((tx) => createUser(tx, { username, email, passwordHash, role, passwordChosen: true }))
  }
  await database.close()
}

/** @param url the application's address */
export async function signIn(page: Page, url: string, username: string): Promise<void> {
  await page.goto(`${url}/login`)
  await page.getByLabel('Username or e-mail address').fill(username)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL((address) => address.pathname !== '/login')
}
