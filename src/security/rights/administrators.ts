/** Keeps one administrator: whatever is done to people and roles, somebody is left who can look after both. */
import { isPostgresql } from '../../db/engine/connection.ts'
import type { Reader } from '../../db/engine/connection.ts'
import type { Writer } from '../../db/engine/writer.ts'
import { Refusal } from '../../rules/refusal.ts'
import { transaction } from './transaction.ts'
import type { Needs, Transaction, TransactionOptions } from './transaction.ts'
import type { Viewer } from './viewer.ts'

/** What an administrator can do, by which one is known: roles may have other names than ours. */
export const governing = ['user.manage', 'role.manage'] as const

/** The change would have left nobody who can manage people and roles. Nothing was changed. */
export function lastAdministrator(): Refusal {
  const message =
    'There must always be someone who can manage accounts and roles. Make another person an administrator first.'
  return new Refusal({ message }, { status: 409, code: 'last administrator' })
}

/**
 * A `transaction` that changes people or roles: one such change at a time, undone if it took the last administrator away.
 * Without the lock, two administrators who demote each other at the same moment would each see the other remain.
 * @throws Refusal 409, and what `transaction` throws
 */
export function keepingAnAdministrator<T>(
  em: Writer,
  viewer: Viewer,
  needs: Needs,
  work: (transaction: Transaction) => Promise<T>,
  options: Pick<TransactionOptions, 'formKey'> = {},
): Promise<T> {
  const checked = async (inside: Transaction): Promise<T> => {
    const before = await hasAdministrator(inside.db)
    const result = await work(inside)
    // Where there was none before, the work is not to blame, and may be what makes one.
    if (before && !(await hasAdministrator(inside.db))) throw lastAdministrator()
    return result
  }
  return transaction(em, viewer, needs, checked, { ...options, lock: lockRoles })
}

/** On SQLite transactions that write come one after the other anyway; on PostgreSQL whoever locks the roles goes first. */
async function lockRoles(db: Reader): Promise<void> {
  // A weaker lock than "for update": new accounts may still refer to the roles meanwhile.
  if (isPostgresql(db)) await db.selectFrom('roles').select('id').orderBy('id').forNoKeyUpdate().execute()
}

async function hasAdministrator(db: Reader): Promise<boolean> {
  // Nobody may ever open an account whose one-time password has ended, so it does not count.
  let query = db
    .selectFrom('users')
    .select('users.id')
    .where('users.disabled_at', 'is', null)
    .where('users.password_chosen_at', 'is not', null)
    .limit(1)
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
