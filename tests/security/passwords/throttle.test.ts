/** Trying many passwords: stopped soon, without stopping anybody else, and without work for us. */
import type { HTTPException } from 'hono/http-exception'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { createUser } from '../../../src/features/auth/commands.ts'
import { findSignInAccount } from '../../../src/features/auth/queries.ts'
import { hashesStarted, hashPassword } from '../../../src/security/passwords/passwords.ts'
import {
  countRegistration,
  countRegistrationTry,
  countTry,
  tryLimits,
} from '../../../src/security/passwords/throttle.ts'
import type { Trying } from '../../../src/security/passwords/throttle.ts'
import { recordQueries } from '../../../src/db/engine/query-log.ts'
import { appOf, Browser } from '../../setup/browser.ts'
import { forEachEngine } from '../../setup/database.ts'
import { withoutFormKey } from '../../setup/form-page.ts'

/** No hash begins before this is done. */
const hashing = vi.hoisted(() => ({ mayBegin: Promise.resolve() }))

// What counts here is how many hashes there are, and there are a thousand: each is made with the least memory that Argon2 takes.
vi.mock(import('../../../src/security/passwords/thread.ts'), async (original) => {
  const { Thread } = await original()
  class Quick<Question extends object, Answer> extends Thread<Question, Answer> {
    override async ask(question: Question): Promise<Answer> {
      await hashing.mayBegin
      return super.ask('memory' in question ? { ...question, memory: 8, passes: 1 } : question)
    }
  }
  return { Thread: Quick as typeof Thread }
})

const password = 'seven grey herons wading'
const people = Array.from({ length: 30 }, (_, index) => `pupil${index}`)

forEachEngine((database) => {
  beforeAll(async () => {
    const passwordHash = await hashPassword(password)
    await database()
      .em()
      .transactional(async (tx) => {
        for (const username of [...people, 'owner', 'neighbour']) {
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
  /** Wrong passwords without the time of a hash. */
  const count = async (times: number, trying: (index: number) => Trying) => {
    const outcomes: string[] = []
    for (let index = 0; index < times; index++)
      outcomes.push(
        await countTry(database().db, database().em(), trying(index), async () => 'wrong').catch(
          (error: unknown) => String((error as HTTPException).status),
        ),
      )
    return outcomes
  }
  const idOf = async (name: string) => (await findSignInAccount(database().db, name))!.id

  it('lets ten wrong passwords through, and starts no hash for the other hundred and ninety', async () => {
    const before = hashesStarted()
    const statuses = await tryOften(200, 'pupil0', '192.0.2.1')
    expect(statuses.filter((status) => status === 422)).toHaveLength(tryLimits.pair.points)
    expect(statuses.filter((status) => status === 429)).toHaveLength(200 - tryLimits.pair.points)
    expect(hashesStarted() - before).toBe(tryLimits.pair.points)
  })

  it('lets no more through when all two hundred come at once', async () => {
    const before = hashesStarted()
    const browsers = Array.from({ length: 200 }, () => at('192.0.2.2'))
    const statuses = (await Promise.all(browsers.map((browser) => browser.signIn('pupil0', 'wrong')))).map(
      ({ status }) => status,
    )
    expect(hashesStarted() - before).toBeLessThanOrEqual(tryLimits.pair.points)
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(
      200 - tryLimits.pair.points,
    )
  })

  it('counts an account as one, by its name and by its e-mail address, however they are spelt', async () => {
    const spellings = ['pupil9', 'PUPIL9', ' Pupil9 ', 'Pupíl9', 'pupil9@example.org', 'PUPIL9@Example.ORG']
    const statuses: number[] = []
    for (let index = 0; index <= tryLimits.pair.points; index++)
      statuses.push((await at('192.0.2.13').signIn(spellings[index % spellings.length]!, 'wrong')).status)
    expect(statuses).toEqual([...Array<number>(tryLimits.pair.points).fill(422), 429])
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
    const { promise, resolve } = Promise.withResolvers<void>()
    hashing.mayBegin = promise
    const waiting = Array.from({ length: 40 }, () => hashPassword(password))
    const answer = await at('192.0.2.15').signIn('pupil11', 'wrong')
    expect(answer.status).toBe(503)
    expect(answer.headers.get('retry-after')).toMatch(/^\d+$/)
    resolve()
    await Promise.all(waiting)
    const { db } = database()
    const counted = db.selectFrom('rate_limits').select('key').where('key', 'like', '%192.0.2.15')
    expect(await counted.execute()).toEqual([])
  })

  it('counts no try of which nobody knows whether the password was right', async () => {
    const { db } = database()
    const who = { account: await idOf('pupil12'), name: 'pupil12', address: '192.0.2.16' }
    const stopped = countTry(db, database().em(), who, async () => {
      throw new Error('no room in the queue')
    })
    await expect(stopped).rejects.toThrow('no room in the queue')
    const counted = db.selectFrom('rate_limits').select('points').where('key', 'like', 'tr%192.0.2.16')
    expect(await counted.execute()).toEqual([{ points: 0 }, { points: 0 }])
    const shared = db.selectFrom('rate_limits').select('key').where('points', '<', 0)
    expect(await shared.execute()).toEqual([])
  })

  it('lets thirty in who share an account and come at once', async () => {
    const browsers = Array.from({ length: 30 }, () => at('192.0.2.17'))
    const answers = await Promise.all(browsers.map((browser) => browser.signIn('pupil13', password)))
    expect(answers.map(({ status }) => status)).toEqual(browsers.map(() => 303))
  })

  it('says how long to wait, shows the form again, and writes nothing', async () => {
    await tryOften(tryLimits.pair.points, 'pupil1', '192.0.2.3')
    const counts = () => database().db.selectFrom('rate_limits').selectAll().orderBy('key').execute()
    const before = await counts()
    const { result, queries } = await recordQueries(() => at('192.0.2.3').signIn('pupil1', password))
    expect(await counts()).toEqual(before)
    expect(result.status).toBe(429)
    expect(Number(result.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(Number(result.headers.get('retry-after'))).toBeLessThanOrEqual(tryLimits.pair.seconds)
    expect(await result.text()).toContain('value="pupil1"')
    expect(queries.map(({ sql }) => sql)).toEqual([
      expect.stringMatching(/^select .* from "users"/),
      expect.stringMatching(/^select .* from "rate_limits"/),
    ])
  })

  it.each([
    ['pupil2', 'nobody'],
    ['pupil2@example.org', 'nobody@example.org'],
  ])(
    'takes the same steps and says the same for %s and for %s, whom there is not',
    async (known, unknown) => {
      const address = known.includes('@') ? '192.0.2.18' : '192.0.2.4'
      const signIn = async (name: string) => {
        const hashes = hashesStarted()
        const { result, queries } = await recordQueries(() => at(address).signIn(name, 'wrong'))
        const text = withoutFormKey(await result.text()).replaceAll(name, 'NAME')
        return [result.status, text, hashesStarted() - hashes, queries.map(({ sql }) => sql)]
      }
      const stepsOf = async (name: string) => {
        const account = (await findSignInAccount(database().db, name))?.id
        const first = await signIn(name)
        await count(tryLimits.pair.points - 1, () => ({ account, name, address }))
        return [first, await signIn(name)]
      }
      const steps = await stepsOf(known)
      expect(steps.map(([status, , hashes]) => [status, hashes])).toEqual([
        [422, 1],
        [429, 0],
      ])
      expect(steps).toEqual(await stepsOf(unknown))
    },
  )

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
      await tryOften(tryLimits.pair.points - 1, 'pupil5', '192.0.2.7')
      expect((await at('192.0.2.7').signIn('pupil5', password)).status).toBe(303)
    }
  })

  it('does not stop a class because somebody behind the same address tries three hundred names', async () => {
    const tries = await count(300, (index) => ({
      account: undefined,
      name: `guess${index}`,
      address: '192.0.2.8',
    }))
    expect(new Set(tries)).toEqual(new Set(['wrong']))
    const pupils = people.map((name) => at('192.0.2.8').signIn(name, password))
    expect((await Promise.all(pupils)).map(({ status }) => status)).toEqual(people.map(() => 303))
  })

  it('stops a flood from one address for a minute at most, and nobody who has signed in from there', async () => {
    expect((await at('192.0.2.19').signIn('pupil6', password)).status).toBe(303)
    const flood = await count(tryLimits.network.points + 1, (index) => ({
      ...{ account: undefined, name: `guess${index}`, address: '192.0.2.19' },
    }))
    expect(flood.filter((outcome) => outcome === 'wrong')).toHaveLength(tryLimits.network.points)
    const stopped = await at('192.0.2.19').signIn('pupil7', password)
    expect(stopped.status).toBe(429)
    expect(Number(stopped.headers.get('retry-after'))).toBeLessThanOrEqual(60)
    expect((await at('192.0.2.19').signIn('pupil6', password)).status).toBe(303)
    expect((await at('192.0.2.9').signIn('pupil7', password)).status).toBe(303)
  })

  it('stops many addresses that share the guessing at one account, and not its owner where they have signed in before', async () => {
    expect((await at('203.0.113.1').signIn('owner', password)).status).toBe(303)
    const account = await idOf('owner')
    const names = ['owner', 'owner@example.org']
    const tries = await count(tryLimits.account.points + 20, (index) => ({
      ...{ account, name: names[index % 2]!, address: `198.51.100.${index}` },
    }))
    expect(tries.filter((outcome) => outcome === 'wrong')).toHaveLength(tryLimits.account.points)
    const before = hashesStarted()
    for (const name of names) expect((await at('203.0.113.2').signIn(name, password)).status).toBe(429)
    expect(hashesStarted()).toBe(before)
    expect((await at('203.0.113.1').signIn('owner', password)).status).toBe(303)
    // Somebody else's account is none of it.
    expect((await at('198.51.100.1').signIn('neighbour', password)).status).toBe(303)
  })

  it('stops them as soon for a name that nobody has', async () => {
    const tries = await count(tryLimits.account.points + 20, (index) => ({
      ...{ account: undefined, name: 'nobody else', address: `198.51.100.${index}` },
    }))
    expect(tries.filter((outcome) => outcome === 'wrong')).toHaveLength(tryLimits.account.points)
    expect((await at('203.0.113.2').signIn('nobody else', password)).status).toBe(429)
  })

  it('clears what has long expired, a few rows at a time', async () => {
    const { db } = database()
    for (let index = 0; index < 30; index++)
      await database()
        .em()
        .execute(`insert into rate_limits values ('old ${index}', 1, '2020-01-01T00:00:00.000Z')`)
    const left = async () =>
      (await db.selectFrom('rate_limits').select('key').where('key', 'like', 'old %').execute()).length
    await tryOften(1, 'pupil16', '192.0.2.20')
    expect(await left()).toBe(10)
    await tryOften(1, 'pupil16', '192.0.2.20')
    expect(await left()).toBe(0)
  })

  it('keeps its counts in the database, without a name that could be read', async () => {
    await at('192.0.2.10').signIn('my own password by mistake', 'x')
    const rows = await database().db.selectFrom('rate_limits').selectAll().execute()
    expect(rows.length).toBeGreaterThan(0)
    expect(JSON.stringify(rows)).not.toMatch(/mistake|pupil/)
  })

  it('lets go when the time is over', async () => {
    await tryOften(tryLimits.pair.points, 'pupil8', '192.0.2.11')
    expect((await at('192.0.2.11').signIn('pupil8', password)).status).toBe(429)
    await database()
      .em()
      .execute(
        "update rate_limits set expires_at = '2020-01-01T00:00:00.000Z' where key like 'tr%192.0.2.11'",
      )
    expect((await at('192.0.2.11').signIn('pupil8', password)).status).toBe(303)
  })

  describe('registration', () => {
    const register = (address: string, username: string, secret = 'nine tin boats drifting') =>
      at(address).post('/register', { username, email: `${username}@example.org`, password: secret })

    it('is limited by the accounts that were made from an address, before anything is hashed', async () => {
      const made = () => countRegistration(database().em(), '192.0.2.12')
      for (let index = 0; index < tryLimits.registrations.points; index++) await made()
      const before = hashesStarted()
      const response = await register('192.0.2.12', 'newcomer')
      expect(response.status).toBe(429)
      expect(response.headers.get('retry-after')).toMatch(/^\d+$/)
      expect(hashesStarted()).toBe(before)
      expect(await findSignInAccount(database().db, 'newcomer')).toBeUndefined()
    })

    it('makes no more than that where many come at once', async () => {
      const made = () => countRegistration(database().em(), '192.0.2.21')
      for (let index = 0; index < tryLimits.registrations.points - 1; index++) await made()
      const answers = await Promise.all(
        ['one', 'two', 'three'].map((name) => register('192.0.2.21', `at once ${name}`.replaceAll(' ', '-'))),
      )
      expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 429, 429])
    })

    it('does not count what was refused: a hundred taken names stop nobody behind the same address', async () => {
      for (let index = 0; index < 100; index++)
        expect((await register('192.0.2.22', 'pupil1')).status).toBe(422)
      expect((await register('192.0.2.22', 'newcomer-too')).status).toBe(303)
    })

    it('is stopped for a minute at most when refused ones come as a flood', async () => {
      const { db } = database()
      const tries = Array.from({ length: tryLimits.registrationTries.points }, () =>
        countRegistrationTry(db, database().em(), '192.0.2.23'),
      )
      await Promise.all(tries)
      const stopped = await register('192.0.2.23', 'newcomer-late')
      expect(stopped.status).toBe(429)
      expect(Number(stopped.headers.get('retry-after'))).toBeLessThanOrEqual(60)
    })
  })
})
