/** Revision 0009 over accounts as they were before: names that look alike stay, placeholders go and come back. */
import { afterEach, describe, expect, it } from 'vitest'
import { downgrade, openForMigration, upgrade } from '../../../src/db/migrate/index.ts'
import type { Connection } from '../../../src/db/migrate/index.ts'
import { createScratch } from '../../setup/scratch.ts'
import type { Scratch } from '../../setup/scratch.ts'

const before = '0008_create_form_keys'
const after = '0009_tell_names_that_look_alike'
const moment = '2026-01-01T00:00:00.000Z'

/** username, its key, address, when the password was chosen */
const people: readonly [string, string, string, string | null][] = [
  ['exam-admin', 'exam-admin', 'admin@school.example', moment],
  ['exam-admin.', 'exam-admin.', 'thief@elsewhere.example', moment],
  ['Ben Two', 'ben two', 'ben-two@localhost', null],
  ['Ada', 'ada', 'ben@localhost', moment],
  ['admin', 'admin', 'admin@localhost', null],
]

describe.each(['sqlite', 'postgresql'] as const)('revision 0009 on %s', (engine) => {
  let scratch: Scratch
  let connection: Connection | undefined
  afterEach(async () => {
    await connection?.close()
    connection = undefined
    await scratch.remove()
  })
  const rows = async (columns: string) => connection!.query(`select ${columns} from users order by id`)

  it('keeps accounts whose names look alike, empties placeholders, and gives them back', async () => {
    scratch = await createScratch(engine, 'empty')
    await upgrade(scratch.target, { to: before })
    connection = await openForMigration(scratch.target)
    for (const [username, key, email, chosen] of people)
      await connection.query(
        `insert into users (username, username_key, email, email_key, password_hash, role_id, created_at, password_chosen_at)
         select '${username}', '${key}', '${email}', '${email}', 'none', min(id), '${moment}', ${chosen === null ? 'null' : `'${chosen}'`} from roles`,
      )
    const old = await rows('username, email, email_key')

    await upgrade(scratch.target, { to: after })
    expect(await rows('username, skeleton_key, email')).toEqual([
      { username: 'exam-admin', skeleton_key: 'exarn adrnln', email: 'admin@school.example' },
      { username: 'exam-admin.', skeleton_key: null, email: 'thief@elsewhere.example' },
      { username: 'Ben Two', skeleton_key: 'ben two', email: null },
      { username: 'Ada', skeleton_key: 'ada', email: 'ben@localhost' },
      { username: 'admin', skeleton_key: 'adrnln', email: null },
    ])
    const given = await rows('password_given_at')
    expect(given.map((row) => row.password_given_at !== null)).toEqual([false, false, true, false, true])

    await connection.query(
      `insert into users (username, username_key, password_hash, role_id, created_at)
       select 'ben', 'ben', 'none', min(id), '${moment}' from roles`,
    )
    await downgrade(scratch.target, { to: before })
    const back = await rows('username, email, email_key')
    expect(back.slice(0, -1)).toEqual(old)
    // The placeholder of the sixth is Ada's address.
    expect(back.at(-1)).toMatchObject({ email: 'account-6@localhost' })

    await upgrade(scratch.target, { to: after })
    expect((await rows('email')).map(({ email }) => email === null)).toEqual([
      false,
      false,
      true,
      false,
      true,
      true,
    ])
  })
})
