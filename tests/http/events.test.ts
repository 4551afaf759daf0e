/** What happened to accounts, rights and data stands in the log: who, from where, and no secret. */
import { pino } from 'pino'
import { beforeAll, expect, it } from 'vitest'
import { createUser } from '../../src/features/auth/commands.ts'
import { hashPassword } from '../../src/security/passwords/passwords.ts'
import { appOf, Browser } from '../setup/browser.ts'
import { forEachEngine } from '../setup/database.ts'
import { addPerson, openBrowser } from '../setup/people.ts'

const password = 'seven grey herons wading'

interface Line {
  event?: string
  actor?: number | null
  from?: string
  [name: string]: unknown
}

forEachEngine((database) => {
  const lines: string[] = []
  const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) })
  const app = () => appOf(database(), {}, log)
  let ada = 0
  beforeAll(async () => {
    const passwordHash = await hashPassword(password)
    ada = await database()
      .em()
      .transactional((tx) =>
        createUser(tx, { username: 'Ada', passwordHash, role: 'admin', passwordChosen: true }),
      )
  })

  /** The events that the work has left in the log. */
  async function eventsOf(work: () => Promise<unknown>): Promise<Line[]> {
    lines.length = 0
    await work()
    return lines.map((line) => JSON.parse(line) as Line).filter(({ event }) => event !== undefined)
  }

  it('has sign-ins, refused ones and sign-outs', async () => {
    const browser = new Browser(app(), { address: '192.0.2.7' })
    const events = await eventsOf(async () => {
      await browser.signIn('nobody', password)
      await browser.signIn('ada', 'wrong')
      await browser.signIn('ada', password)
      await browser.post('/logout')
    })
    expect(events).toMatchObject([
      { event: 'sign-in.refused', from: '192.0.2.7', actor: null },
      { event: 'sign-in.refused', from: '192.0.2.7', actor: null, user: ada },
      { event: 'sign-in', from: '192.0.2.7', user: ada },
      { event: 'sign-out', from: '192.0.2.7', actor: ada },
    ])
    expect(lines.join()).not.toMatch(/nobody|herons|wrong /)
    for (const [, token] of browser.cookies) expect(lines.join()).not.toContain(token)
  })

  it('has what is done to accounts and roles, exports, and what was refused', async () => {
    const admin = await openBrowser(database(), app(), { id: ada, username: 'Ada' })
    const pupil = await addPerson(database(), 'member')
    const member = await openBrowser(database(), app(), pupil)
    const roles = await database().db.selectFrom('roles').select(['id', 'name']).execute()
    const staff = String(roles.find(({ name }) => name === 'staff')!.id)
    const events = await eventsOf(async () => {
      await member.get('/admin/users')
      await admin.post(`/admin/users/${pupil.id}`, { role_id: staff, disabled: 'false' })
      await admin.post(`/admin/users/${pupil.id}/password`)
      await admin.post(`/admin/users/${ada}`, { role_id: staff, disabled: 'false' })
      await admin.post('/admin/roles/new', { name: 'librarian', description: '', like: staff })
      await (await admin.get('/items.csv')).text()
    })
    expect(events).toMatchObject([
      { event: 'refused', status: 403, actor: pupil.id, path: '/admin/users' },
      { event: 'user.changed', actor: ada, user: pupil.id },
      { event: 'user.password_reset', actor: ada, user: pupil.id },
      { event: 'user.refused', actor: ada, user: ada, why: 'last administrator' },
      { event: 'role.added', actor: ada, role: 'librarian' },
      { event: 'export', actor: ada, format: 'csv' },
    ])
    for (const { from } of events) expect(from).toBe('127.0.0.1')
  })
})
