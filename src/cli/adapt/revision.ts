/**
 * Writes the revision of an adaptation. A process of its own, in which the new declaration already stands in the place of
 * `src/domain.ts`, since models are made when they are loaded. It is given a `Job` and answers with `Generated` or `{ refused }`.
 */
import { replaceDomain } from '../../load-preset.ts'
import { searchKey } from '../../rules/text.ts'
import type { Data } from './holdings.ts'

export interface Job {
  /** The file with the new declaration. */
  readonly domain: string
  /** The folder into which the revision is written. */
  readonly folder: string
  readonly message: string
  readonly data: Data
}

const answer = (message: unknown) => process.send?.(message, () => process.exit())

process.once('message', (job: Job) => {
  write(job).then(answer, (error: unknown) => answer({ refused: (error as Error).message }))
})

async function write({ domain, folder, message, data }: Job): Promise<unknown> {
  replaceDomain(domain)
  const [{ generate }, { loadRevisions }] = await Promise.all([
    import('../../db/migrate/generate/index.ts'),
    import('../../db/migrate/graph/load.ts'),
  ])
  return generate({
    message,
    folder,
    history: await loadRevisions(),
    // What falls away was asked about: nothing of it is taken for a rename.
    answers: { renames: [], noRename: true },
    rows: { up: upLines(data), down: downLines(data) },
  })
}

const pair = (change: { role: string; permission: string }) => [change.role, change.permission]

function upLines({ given, taken, types, articles }: Data): string[] {
  return [
    ...(articles ? [orderLine(articles.after)] : []),
    ...(given.length > 0
      ? [permissionLines('let roles do what the preset gives them', given.map(pair), allow)]
      : []),
    ...(taken.length > 0
      ? [permissionLines('take from roles what the preset does not give them', taken.map(pair), forbid)]
      : []),
    ...(types.length > 0 ? [typeLines(types)] : []),
  ]
}

function downLines({ given, taken, types, articles }: Data): string[] {
  const keys = types.map(({ name }) => searchKey(name))
  return [
    ...(articles ? [orderLine(articles.before)] : []),
    ...(given.length > 0
      ? [permissionLines('take back what roles were given', given.map(pair), forbid)]
      : []),
    ...(taken.length > 0 ? [permissionLines('give back what roles could do', taken.map(pair), allow)] : []),
    ...(keys.length > 0
      ? [
          `op.data('remove the types that no item has', async (db) => {
  const used = db.selectFrom('items').select('item_type_id')
  const unused = db.selectFrom('item_types').select('id').where('name_key', 'in', ${JSON.stringify(keys)}).where('id', 'not in', used)
  // Their rules go first: SQLite does not cascade inside a revision.
  await db.deleteFrom('item_type_fields').where('item_type_id', 'in', unused).execute()
  await db.deleteFrom('item_types').where('id', 'in', unused).execute()
}, { loses: ['item_types', 'item_type_fields'] })`,
        ]
      : []),
  ]
}

const orderLine = (articles: readonly string[]) =>
  `op.data('order items by title', sortKeys('items', 'title', ${JSON.stringify(articles)}), { empty: ['items'] })`

const allow = `await db.insertInto('role_permissions').values({ role_id: found.id, permission }).onConflict((row) => row.doNothing()).execute()`
const forbid = `await db.deleteFrom('role_permissions').where('role_id', '=', found.id).where('permission', '=', permission).execute()`

function permissionLines(title: string, changes: readonly string[][], statement: string): string {
  const loses = statement === forbid ? `, { loses: ['role_permissions'] }` : ''
  return `op.data(${JSON.stringify(title)}, async (db) => {
  for (const [role, permission] of ${JSON.stringify(changes)}) {
    const found = await db.selectFrom('roles').select('id').where('name', '=', role).executeTakeFirst()
    if (found) ${statement}
  }
}${loses})`
}

function typeLines(types: Data['types']): string {
  const rows = types.map(({ name, description, scheme = null, pattern = null, needs = [], hides = [] }) => ({
    type: {
      ...{ name, name_key: searchKey(name) },
      ...(description !== undefined && { description }),
      ...{ identifier_scheme: scheme, identifier_pattern: pattern },
    },
    rules: [
      ...needs.map((field) => ({ field, rule: 'required' })),
      ...hides.map((field) => ({ field, rule: 'hidden' })),
    ],
  }))
  return `op.data('add the types of the preset', async (db) => {
  for (const { type, rules } of ${JSON.stringify(rows, null, 2)}) {
    const added = await db.insertInto('item_types').values(type).onConflict((row) => row.column('name_key').doNothing()).returning('id').executeTakeFirst()
    if (!added) continue
    for (const { field, rule } of rules)
      await db.insertInto('item_type_fields').values({ item_type_id: added.id, field, rule }).execute()
  }
})`
}
