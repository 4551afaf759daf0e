/** The one way to change the database: rights are checked inside, all of it is written or nothing, and a form sent twice counts once. */
import { isConstraintViolation, isSerializationFailure } from '../../db/engine/failures.ts'
import type { Reader } from '../../db/engine/connection.ts'
import type { Writer } from '../../db/engine/writer.ts'
import { authorize, refusal } from './authorize.ts'
import type { Access } from './authorize.ts'
import { currentViewer } from './current-viewer.ts'
import { indexChanges } from '../../search/changes.ts'
import { findResult, saveResult } from '../request/form-key.ts'
import type { Owner } from '../request/form-key.ts'
import type { Viewer } from './viewer.ts'

/**
 * What a change needs: one kind of access, several of which any will do, or a function of the row that it concerns, which answers
 * whether the viewer may.
 */
export type Needs = Access | readonly Access[] | ((db: Reader, viewer: Viewer) => Promise<boolean>)

/** What the work of a transaction is given. */
export interface Transaction {
  /** Reads and writes inside the transaction. */
  db: Reader
  /** Who acts, with the rights of this moment. */
  viewer: Viewer
}

export interface TransactionOptions {
  /** The key of the form that asks for the change (`readForm`): the same key again gets the first answer, and nothing is done. */
  formKey?: string | undefined
  /** Takes a lock before anything is read, so that such changes come one after the other. */
  lock?: ((db: Reader) => Promise<void>) | undefined
}

/** A transaction that loses so often does not lose by chance. */
const attempts = 4

/**
 * Runs `work` in a transaction, for somebody who may do it. Rights are checked before, so that nobody waits in vain, and again inside,
 * as they are at that moment.
 *
 * It begins again where another transaction was in the way (deadlock, serialization failure), and where a constraint of the database
 * refused a row: what `work` checked beforehand has changed since, and its check now finds the other's name, link or number. It does
 * not begin again where `work` itself finds a conflict: that someone else saved first.
 * @returns what `work` returned; with a form's key that must be JSON
 * @throws HTTPException 401, 403, and what `work` throws: then nothing was changed
 */
export async function transaction<T>(
  em: Writer,
  viewer: Viewer,
  needs: Needs,
  work: (transaction: Transaction) => Promise<T>,
  { formKey, lock }: TransactionOptions = {},
): Promise<T> {
  authorizeAny(viewer, needs)
  const owner = isPublic(needs) ? null : (viewer.user?.id ?? null)
  const run = (db: Reader): Promise<T> => inside({ db, viewer, needs, owner, formKey, lock }, work)
  for (let left = attempts; ; left--) {
    try {
      return await em.getKysely().transaction().execute(run)
    } catch (error) {
      // Refused because the same form, sent a moment earlier, has done it: a name that is taken is its own.
      const earlier = formKey === undefined ? undefined : await findResult(em.getKysely(), owner, formKey)
      if (earlier) return earlier.result as T
      if (left <= 1 || !(isSerializationFailure(error) || isConstraintViolation(error))) throw error
    }
  }
}

interface Asked extends Transaction, Pick<TransactionOptions, 'formKey' | 'lock'> {
  needs: Needs
  owner: Owner
}

async function inside<T>(
  { db, viewer, needs, owner, formKey, lock }: Asked,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  await lock?.(db)
  const current = isPublic(needs) ? viewer : await currentViewer(db, viewer, { lock: true })
  authorizeAny(current, needs)
  if (typeof needs === 'function' && !(await needs(db, current))) throw refusal(current)
  const indexed = async () => {
    const result = await work({ db, viewer: current })
    await indexChanges(db)
    return result
  }
  if (formKey === undefined) return indexed()
  const earlier = await findResult(db, owner, formKey)
  if (earlier) return earlier.result as T
  const result = await indexed()
  // What was not there to be changed is no result: the same form may find it later.
  if (result !== undefined && result !== false) await saveResult(db, owner, formKey, result)
  return result
}

/** Checks what needs no look at a row: whoever is not signed in, or has only a one-time password, may change none. */
function authorizeAny(viewer: Viewer, needs: Needs): void {
  if (typeof needs !== 'function') authorize(viewer, ...(typeof needs === 'string' ? [needs] : needs))
  else if (viewer.kind !== 'operator') authorize(viewer, 'signed-in')
}

function isPublic(needs: Needs): boolean {
  return typeof needs !== 'function' && (needs === 'public' || needs.includes('public'))
}
