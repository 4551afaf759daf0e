/** Recognises a form that is sent twice: each holds a key from when it was shown, and what came of it is kept for a day. */
import type { Reader } from '../../db/engine/connection.ts'
import { now } from '../../db/schema/time.ts'
import type { Writer } from '../../db/engine/writer.ts'

/** In milliseconds. */
const lifetime = 24 * 3_600_000

/** Whose form it is: the id of the account, or null for one that anybody may send. The same key from somebody else is another key. */
export type Owner = number | null

function keyOf(owner: Owner, formKey: string): string {
  return `${owner ?? 0} ${formKey}`
}

/** What came of the form when it was sent before. */
export async function findResult(
  db: Reader,
  owner: Owner,
  formKey: string,
): Promise<{ result: unknown } | undefined> {
  const found = await db
    .selectFrom('form_keys')
    .select('result')
    .where('key', '=', keyOf(owner, formKey))
    .executeTakeFirst()
  return found && { result: JSON.parse(found.result) as unknown }
}

/** Whether the form was sent before: asked ahead of slow work and of checks that its own first result would fail. */
export async function wasSent(em: Writer, owner: Owner, formKey: string): Promise<boolean> {
  return (await findResult(em.getKysely(), owner, formKey)) !== undefined
}

/**
 * Keeps what came of a form, in the transaction that did its work. Of two that come at the same moment the second is refused
 * by the unique key, begins again, and then finds the first one's result.
 */
export async function saveResult(db: Reader, owner: Owner, formKey: string, result: unknown): Promise<void> {
  const expired = new Date(Date.now() - lifetime).toISOString()
  await db.deleteFrom('form_keys').where('created_at', '<', expired).execute()
  await db
    .insertInto('form_keys')
    .values({
      key: keyOf(owner, formKey),
      user_id: owner,
      result: JSON.stringify(result),
      created_at: now(),
    })
    .execute()
}
