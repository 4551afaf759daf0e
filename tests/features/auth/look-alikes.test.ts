/** Nobody gets a username that looks like somebody else's, and an account needs no address. */
import { expect, it } from 'vitest'
import { createUser } from '../../../src/features/auth/commands.ts'
import { appOf, Browser } from '../../setup/browser.ts'
import { forEachEngine } from '../../setup/database.ts'
import { addPerson, signedIn } from '../../setup/people.ts'

const password = 'seven grey herons wading'

forEachEngine((database) => {
  const register = (username: string, email = `${Math.random()}@example.org`) =>
    new Browser(appOf(database())).post('/register', { username, email, password })

  it('refuses to register what looks like an account, and says why', async () => {
    await addPerson(database(), 'admin', 'exam-admin')
    for (const name of [
      'exam-admin.',
      'ex\u0430m-admin',
      '\u1d07x\u1d00m-admin',
      'exam\u3164-admin',
      'EXAM_ADMlN',
    ]) {
      const answer = await register(name)
      expect([name, answer.status]).toEqual([name, 422])
      // Invisible letters and the kinds of hyphen are folded: such a name is the same, and not only alike.
      expect(await answer.text()).toMatch(
        /There is an account (whose username looks nearly the same|with this username)\./,
      )
    }
    const same = await (await register('Exam-Admin')).text()
    expect(same).toContain('There is an account with this username.')
    expect((await register('exam-admin-2')).status).toBe(303)
  })

  it('refuses a name that nobody can see', async () => {
    expect((await register('\u3164')).status).toBe(422)
  })

  it('lets one of two in who come at once', async () => {
    const answers = await Promise.all([register('zebra-0'), register('zebra-O')])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 422])
  })

  it('refuses them in the table, whoever writes there', async () => {
    const add = (username: string) =>
      database()
        .em()
        .transactional((tx) => createUser(tx, { username, passwordHash: 'none', role: 'member' }))
    await add('quagga')
    await expect(add('qu\u0430gga')).rejects.toThrow('looks nearly the same')
  })

  it('shows no address where there is none', async () => {
    const admin = await signedIn(database(), appOf(database()), 'admin')
    await admin.post('/admin/users', { username: 'No Address', email: '', role_id: '1' })
    const row = await database()
      .db.selectFrom('users')
      .select(['id', 'email', 'email_key'])
      .where('username', '=', 'No Address')
      .executeTakeFirstOrThrow()
    expect(row).toMatchObject({ email: null, email_key: null })
    const page = await (await admin.get(`/admin/users/${row.id}`)).text()
    expect(page).toMatch(/E-mail address<\/dt><dd[^>]*>none</)
    expect(page).not.toContain('localhost<')
  })
})
