/** Writes the rules of a type, and works out anew what its items are compared by where it gets another scheme. */
import type { Reader } from '../../../../db/engine/connection.ts'
import { Refusal } from '../../../../rules/refusal.ts'
import { mayReadField } from '../../../../security/rights/policy.ts'
import type { Transaction } from '../../../../security/rights/transaction.ts'
import type { Viewer } from '../../../../security/rights/viewer.ts'
import { domain } from '../../../../domain.ts'
import { rekeyItems } from '../../items/commands/rekey.ts'
import type { Clash } from '../../items/commands/rekey.ts'
import { identifierName, ruledNames } from '../../../../type-rules.ts'
import { patternMissing } from '../forms/rules.ts'
import type { SentRules } from '../forms/rules.ts'

/**
 * Runs in the caller's transaction, which has written the row of the type and so locked it: no item of the type is saved meanwhile.
 * Rules that were not sent stay, except those about fields that are not declared any more.
 * @throws Refusal for a field that the viewer may not read, and where two items would have one identifier
 */
export async function writeRules({ db, viewer }: Transaction, type: number, sent: SentRules): Promise<void> {
  mustBeReadable(sent, viewer)
  const before = await db
    .selectFrom('item_types')
    .select(['identifier_scheme', 'identifier_pattern'])
    .where('id', '=', type)
    .executeTakeFirstOrThrow()
  const scheme = sent.scheme === undefined ? before.identifier_scheme : sent.scheme || null
  const pattern = scheme === 'pattern' ? (sent.pattern ?? before.identifier_pattern ?? '') : null
  if (pattern === '') throw new Refusal(patternMissing)
  const after = { identifier_scheme: scheme, identifier_pattern: pattern }
  if (scheme !== before.identifier_scheme || pattern !== before.identifier_pattern) {
    await db.updateTable('item_types').set(after).where('id', '=', type).execute()
    const clashes = await rekeyItems(db, type, after)
    if (clashes.length > 0)
      throw new Refusal(clashes.map(problemOfClash), { status: 409, code: 'one identifier' })
  }
  await writeFields(db, type, sent)
}

function mustBeReadable({ fields }: SentRules, viewer: Viewer): void {
  const hidden = fields.filter(({ field }) => !mayReadField(viewer, field))
  if (hidden.length === 0) return
  throw new Refusal(
    hidden.map(({ field }) => ({ message: `This form takes no field "${field}". Nothing was changed.` })),
  )
}

async function writeFields(db: Reader, type: number, { fields }: SentRules): Promise<void> {
  const kept = ruledNames.filter((name) => !fields.some(({ field }) => field === name))
  await db
    .deleteFrom('item_type_fields')
    .where('item_type_id', '=', type)
    .$if(kept.length > 0, (query) => query.where('field', 'not in', kept))
    .execute()
  const rows = fields.filter(({ rule }) => rule !== 'optional').map((row) => ({ item_type_id: type, ...row }))
  if (rows.length > 0) await db.insertInto('item_type_fields').values(rows).execute()
}

function problemOfClash({ key, items: [one, other] }: Clash) {
  const label = identifierName === undefined ? '' : domain.fields[identifierName].label
  return {
    field: 'identifier_scheme',
    message: `“${one?.title ?? ''}” (number ${one?.id ?? 0}) and “${other?.title ?? ''}” (number ${other?.id ?? 0}) would have one ${label.toLowerCase()}, ${key}. Correct one of them first.`,
    ...(other && { existing: { id: other.id, name: other.title } }),
  }
}
