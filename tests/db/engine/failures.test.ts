/** Kinds of failure: the same for both engines, whether Kysely or MikroORM sent the statement. */
import { beforeAll, expect, it } from 'vitest'
import type { Reader } from '../../../src/db/engine/connection.ts'
import {
  isConstraintViolation,
  isForeignKeyViolation,
  isUniqueViolation,
} from '../../../src/db/engine/failures.ts'
import { User } from '../../../src/db/schema/models.ts'
import { forEachEngine } from '../../setup/database.ts'
import { addPerson } from '../../setup/people.ts'

forEachEngine((database) => {
  let ada: { id: number; username: string }
  let ben: { id: number; username: string }
  let member: number
  beforeAll(async () => {
    ada = await addPerson(database(), 'member')
    ben = await addPerson(database(), 'member')
    const { db } = database()
    const role = db.selectFrom('roles').select('id').where('name', '=', 'member')
    member = (await role.executeTakeFirstOrThrow()).id
  })

  const failureOf = (work: Promise<unknown>) =>
    work.then(
      () => expect.unreachable('The database should have refused.'),
      (error: unknown) => error,
    )
  const kindsOf = (error: unknown) => [
    isUniqueViolation(error),
    isForeignKeyViolation(error),
    isConstraintViolation(error),
  ]
  const kysely = (): Reader => database().em().getKysely()

  it('a unique key is taken', async () => {
    const username_key = ada.username
    const roles = kysely().insertInto('roles').values({ name: 'member', description: '' })
    expect(kindsOf(await failureOf(roles.execute()))).toEqual([true, false, true])
    const users = database().em().nativeUpdate(User, { id: ben.id }, { username_key })
    expect(kindsOf(await failureOf(users))).toEqual([true, false, true])
  })

  it('a link leads to what is gone, or what is in use is deleted', async () => {
    const linked = database().em().nativeUpdate(User, { id: ben.id }, { role: 999_999 })
    expect(kindsOf(await failureOf(linked))).toEqual([false, true, true])
    const used = kysely().deleteFrom('roles').where('id', '=', member)
    expect(kindsOf(await failureOf(used.execute()))).toEqual([false, true, true])
  })

  it('any other failure is neither', async () => {
    const unknown = database().em().execute('select * from nothing_of_ours')
    expect(kindsOf(await failureOf(unknown))).toEqual([false, false, false])
    const rule = kysely().insertInto('roles').values({ name: '', description: '' })
    expect(kindsOf(await failureOf(rule.execute()))).toEqual([false, false, false])
  })
})
