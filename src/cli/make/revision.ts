/** The revision of a new resource: its table, and what the first roles may do with it. */
import { models, targets } from '../../db/schema/models.ts'
import { resourceModels } from '../../db/schema/resources.ts'
import { systemModels } from '../../db/schema/system-models.ts'
import { draftRevision } from '../../db/migrate/generate/index.ts'
import type { DraftRevision } from '../../db/migrate/generate/index.ts'
import { modelDdl } from '../../db/migrate/generate/models.ts'
import type { Entities } from '../../db/engine/connection.ts'
import type { Resource } from '../../resources/resource.ts'
import { CommandError } from '../command.ts'
import { asCode } from './fields.ts'
import type { ResourceWords } from './words.ts'

/** @throws CommandError where models and revisions differ already: the revision of this resource would hold those changes as well */
export async function draftForResource(words: ResourceWords, resource: Resource): Promise<DraftRevision> {
  if ((await draftRevision({})) !== undefined)
    throw new CommandError(
      'the models have changes without a revision yet: write it first with npx crowfoot db revision',
    )
  const entities = [...models, ...systemModels, ...resourceModels({ [words.table]: resource }, targets)]
  const draft = await draftRevision({
    message: `create ${words.table.replaceAll('_', ' ')}`,
    models: await modelDdl(entities as Entities),
    rows: grants(words, resource),
  })
  if (!draft?.text.includes('op.createTable('))
    throw new CommandError(`the revisions build a table ${words.table} already`)
  return draft
}

/** Steps that give the permissions to the roles a project begins with, where there still are roles of these names. */
function grants(
  { many }: ResourceWords,
  { read, readOwn, manage }: Resource,
): { up: string[]; down: string[] } {
  const all = [read, readOwn, manage].filter((permission) => permission !== undefined)
  const first = { member: [readOwn ?? read], staff: all, admin: all }
  const lines = Object.entries(first).map(([role, names]) => `${role}: ${asCode(names)},`)
  return {
    up: [
      `op.data(${asCode(`say who may read and change ${many}`)}, async (db) => {
      const allowed = { ${lines.join(' ')} }
      for (const [role, permissions] of Object.entries(allowed)) {
        for (const permission of permissions) {
          const row = db.selectFrom('roles').select((eb) => ['id', eb.val(permission).as('permission')]).where('name', '=', role)
          await db.insertInto('role_permissions').columns(['role_id', 'permission']).expression(row).execute()
        }
      }
    })`,
    ],
    down: [
      `op.data(${asCode(`take the permissions for ${many} from the roles`)}, async (db) => {
      await db.deleteFrom('role_permissions').where('permission', 'in', ${asCode(all)}).execute()
    }, { loses: ['role_permissions'] })`,
    ],
  }
}
