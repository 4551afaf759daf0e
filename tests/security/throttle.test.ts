/** Trying many passwords: stopped soon, without stopping anybody else, and without work for us. */
import { beforeAll, describe, expect, it } from 'vitest'
import { createUser } from '../../src/features/auth/commands.ts'
import { hashesStarted, hashPassword } from '../../src/security/passwords.ts'
import { countTry, limits } from '../../src/security/throttle.ts'
import { recordQueries } from '../../src/db/query-log.ts'
import { appOf, Browser } from '../setup/browser.ts'
import { forEachEngine } from '../setup/database.ts'

const password = 'seven grey herons wading'
const people = Array.from({ length: 30 }, (_, index) => `pupil${index}`)

forEachEngine((database) => {
  beforeAll(async () => {
    const passwordHash = await hashPassword(password)
    await database()
      .em()
      .transactional(async (tx) => {
        for (const username of people) {
          await createUser(tx, {
            username,
            email: `${username}@example.org`,
            passwordHash,
            role: 'member',
            passwordChosen: true,
          })
        }
      })
  })

  const at = (address: string) => new Browser(appOf(database()), { address })
  const tryOften = async (times: number, name: string, address: string) => {
    const statuses: number[] = []
    for (let index = 0; index < times; index++)
      statuses.push((await at(address).signIn(name, `wrong ${index}`)).status)
    return statuses
  }

  it('lets ten wrong passwords through, and starts no hash for the other hundred and ninety', async () => {
    const before = hashesStarted()
    const statuses = await tryOften(200, 'pupil0', '192.0.2.1')
    expect(statuses.filter((status) => status === 422)).toHaveLength(limits.pair)
    expect(statuses.filter((status) => status === 429)).toHaveLength(200 - limits.pair)
    expect(hashesStarted() - before).toBe(limits.pair)
  })

  it('lets no more through when all two hundred come at once', async () => {
    const before = hashesStarted()
    const browsers = Array.from({ length: 200 }, () => at('192.0.2.2'))
    const statuses = (await Promise.all(browsers.map((browser) => browser.signIn('pupil0', 'wrong')))).map(
      ({ status }) => status,
    )
    expect(hashesStarted() - before).toBeLessThanOrEqual(limits.pair)
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(200 - limits.pair)
  })

  it('counts a name as one, however it is spelt', async () => {
    const spellings = ['pupil9', 'PUPIL9', ' Pupil9 ', 'Pupíl9']
    const statuses: number[] = []
    for (let index = 0; index <= limits.pair; index++)
      statuses.push((await at('192.0.2.13').signIn(spellings[index % spellings.length]!, 'wrong')).status)
    expect(statuses).toEqual([...Array<number>(limits.pair).fill(422), 429])
  })

  it('counts from the first wrong password on: another one does not put the end off', async () => {
    const ends = async () =>
      (
        await database()
          .db.selectFrom('rate_limits')
          .select(['points', 'expires_at'])
          .where('key', 'like', 'tries 192.0.2.14')
          .execute()
      )[0]!
    await tryOften(1, 'pupil10', '192.0.2.14')
    const first = await ends()
    await tryOften(1, 'pupil10', '192.0.2.14')
    expect(await ends()).toEqual({ points: 2, expires_at: first.expires_at })
  })

  it('counts nobody who is sent away because too many passwords are being checked', async () => {
    const waiting = Array.from({ length: 40 }, () => hashPassword(password))
    const answer = await at('192.0.2.15').signIn('pupil11', 'wrong')
    expect(answer.status).toBe(503)
    expect(answer.headers.get('retry-after')).toMatch(/^\d+$/)
    await Promise.all(waiting)
    const { db } = database()
    const counted = db.selectFrom('rate_limits').select('key').where('key', 'like', '%192.0.2.15')
    expect(await counted.execute()).toEqual([])
  })

  it('counts no try of which nobody knows whether the password was right', async () => {
    const { db } = database()
    const who = { name: 'pupil12', address: '192.0.2.16' }
    const stopped = countTry(db, database().em(), who, async () => {
      throw new Error('no room in the queue')
    })
    await expect(stopped).rejects.toThrow('no room in the queue')
    const counted = db.selectFrom('rate_limits').select('points').where('key', 'like', 'tr%192.0.2.16')
    expect(await counted.execute()).toEqual([{ points: 0 }, { points: 0 }])
  })

  it('lets thirty in who share an account and come at once', async () => {
    const browsers = Array.from({ length: 30 }, () => at('192.0.2.17'))
    const answers = await Promise.all(browsers.map((browser) => browser.signIn('pupil13', password)))
    expect(answers.map(({ status }) => status)).toEqual(browsers.map(() => 303))
  })

  it('says how long to wait, shows the form again, and writes and looks up nothing', async () => {
    await tryOften(limits.pair, 'pupil1', '192.0.2.3')
    const counts = () => database().db.selectFrom('rate_limits').selectAll().orderBy('key').execute()
    const before = await counts()
    const { result, queries } = await recordQueries(() => at('192.0.2.3').signIn('pupil1', password))
    expect(await counts()).toEqual(before)
    expect(result.status).toBe(429)
    expect(Number(result.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(Number(result.headers.get('retry-after'))).toBeLessThanOrEqual(limits.window)
    expect(await result.text()).toContain('value="pupil1"')
    expect(queries.map(({ sql }) => sql)).toEqual([expect.stringMatching(/^select .* from "rate_limits"/)])
  })

  it('says the same for a name that nobody has', async () => {
    await tryOften(limits.pair, 'pupil2', '192.0.2.4')
    await tryOften(limits.pair, 'nobody', '192.0.2.4')
    const [known, unknown] = await Promise.all(
      ['pupil2', 'nobody'].map(async (name) => {
        const response = await at('192.0.2.4').signIn(name, password)
        return [response.status, (await response.text()).replaceAll(name, 'NAME')]
      }),
    )
    expect(known?.[0]).toBe(429)
    expect(known).toEqual(unknown)
  })

  it('keeps nobody out of their account because somebody else, elsewhere, tried it', async () => {
    await tryOften(50, 'pupil3', '198.51.100.66')
    expect((await at('192.0.2.5').signIn('pupil3', password)).status).toBe(303)
  })

  it('lets a class of thirty in behind one address, with a slip or two each', async () => {
    for (const name of people.slice(4)) {
      await tryOften(2, name, '192.0.2.6')
      expect((await at('192.0.2.6').signIn(name, password)).status).toBe(303)
    }
  })

  it('begins to count anew after the right password', async () => {
    for (let round = 0; round < 3; round++) {
      await tryOften(limits.pair - 1, 'pupil5', '192.0.2.7')
      expect((await at('192.0.2.7').signIn('pupil5', password)).status).toBe(303)
    }
  })

  it('stops one address that tries all names, except for those who have signed in from there', async () => {
    expect((await at('192.0.2.8').signIn('pupil6', password)).status).toBe(303)
    const { db } = database()
    for (let index = 0; index < limits.address; index++)
      await countTry(
        db,
        database().em(),
        { name: `guess${index}`, address: '192.0.2.8' },
        async () => 'wrong',
      )
    expect((await at('192.0.2.8').signIn('pupil7', password)).status).toBe(429)
    expect((await at('192.0.2.8').signIn('pupil6', password)).status).toBe(303)
    expect((await at('192.0.2.9').signIn('pupil7', password)).status).toBe(303)
  })

  it('keeps its counts in the database, without a name that could be read', async () => {
    await at('192.0.2.10').signIn('my own password by mistake', 'x')
    const rows = await database().db.selectFrom('rate_limits').selectAll().execute()
    expect(rows.length).toBeGreaterThan(0)
    expect(JSON.stringify(rows)).not.toMatch(/mistake|pupil/)
  })

  it('lets go when the time is over', async () => {
    await tryOften(limits.pair, 'pupil8', '192.0.2.11')
    expect((await at('192.0.2.11').signIn('pupil8', password)).status).toBe(429)
    await database()
      .em()
      .execute(
        "update rate_limits set expires_at = '2020-01-01T00:00:00.000Z' where key like 'tr%192.0.2.11'",
      )
    expect((await at('192.0.2.11').signIn('pupil8', password)).status).toBe(303)
  })

  describe('registration', () => {
    it('is limited for each address, before anything is hashed', async () => {
      const before = hashesStarted()
      const browser = at('192.0.2.12')
      const weak = { username: 'x', email: 'x@example.org', password: 'short' }
      expect((await browser.post('/register', weak)).status).toBe(422)
      const { countRegistration } = await import('../../src/security/throttle.ts')
      for (let index = 0; index < limits.registrations; index++)
        await countRegistration(database().em(), '192.0.2.12').catch(() => undefined)
      const response = await browser.post('/register', { ...weak, password: 'nine tin boats drifting' })
      expect(response.status).toBe(429)
      expect(response.headers.get('retry-after')).toMatch(/^\d+$/)
      expect(hashesStarted()).toBe(before)
    })
  })
})
