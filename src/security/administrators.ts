/** Keeps one administrator: whatever is done to people and roles, somebody is left who can look after both. */
import { BasePostgreSqlPlatform } from '@mikro-orm/sql'
import type { EntityManager, Reader } from '../db/connection.ts'

/** What an administrator can do, by which one is known: roles may have other names than ours. */
const governing = ['user.manage', 'role.manage'] as const

/** The change would have left nobody who can manage people and roles. Nothing was changed. */
export class LastAdministratorError extends Error {
  override name = 'LastAdministratorError'

  constructor() {
    super(
      'Somebody must remain who can manage accounts and roles. Make another person an administrator first.',
    )
  }
}

/**
 * Does something to people or roles in a transaction, one such change at a time, and undoes it if it took the last administrator away.
 * Without the taking of turns, two administrators who demote each other at the same moment would each see the other remain.
 * @throws LastAdministratorError
 */
export function keepingAnAdministrator<Result>(
  em: EntityManager,
  work: (tx: EntityManager) => Promise<Result>,
): Promise<Result> {
  return em.transactional(async (tx) => {
    await takeTurn(tx)
    const before = await hasAdministrator(tx)
    const result = await work(tx)
    await tx.flush()
    // Where there was none before, the work is not to blame, and may be what makes one.
    if (before && !(await hasAdministrator(tx))) throw new LastAdministratorError()
    return result
  })
}

/** On SQLite every transaction that writes has its turn anyway; on PostgreSQL whoever locks the roles goes first. */
async function takeTurn(tx: EntityManager): Promise<void> {
  // A weaker lock than "for update": new accounts may still refer to the roles meanwhile.
  if (tx.getPlatform() instanceof BasePostgreSqlPlatform)
    await tx.execute('select id from roles order by id for no key update')
}

async function hasAdministrator(tx: EntityManager): Promise<boolean> {
  const db = tx.getKysely() as unknown as Reader
  let query = db.selectFrom('users').select('users.id').where('users.disabled_at', 'is', null).limit(1)
  for (const permission of governing) {
    query = query.where((eb) =>
      eb.exists(
        eb
          .selectFrom('role_permissions')
          .select('role_permissions.role_id')
          .whereRef('role_permissions.role_id', '=', 'users.role_id')
          .where('role_permissions.permission', '=', permission),
      ),
    )
  }
  return (await query.executeTakeFirst()) !== undefined
}
