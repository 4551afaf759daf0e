/** `crowfoot db` in a project whose models and revisions are no longer ours: what the generator cannot write, and branches that are merged. */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeEach, expect, inject, it, vi } from 'vitest'
import { cloneProject } from '../setup/clone.ts'
import type { Clone } from '../setup/clone.ts'
import { hasFields } from '../setup/known-fields.ts'

// Each call is a process of its own, and there are many.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

let clone: Clone
let migrations: string
let run = 0
beforeEach(async () => {
  clone = await cloneProject(path.join(inject('runFolder'), `own-revisions-${process.pid}-${run++}`))
  migrations = path.join(clone.folder, 'src/db/migrations')
})

async function crowfoot(...args: string[]): Promise<string> {
  const { code, out, err } = await clone.crowfoot(args)
  expect({ code, err }).toEqual({ code: 0, err: '' })
  return out
}

it.runIf(hasFields('identifier'))(
  'a model that says what no step makes: revision and check name it with exit code 1, and nothing is written',
  async () => {
    const columns = path.join(clone.folder, 'src/db/schema/columns.ts')
    const text = await readFile(columns, 'utf8')
    const rule = "{ properties: ['item_type', column] as never }"
    expect(text).toContain(rule)
    await writeFile(columns, text.replace(rule, rule.replace(' }', ", deferMode: 'deferred' }")))
    const before = await readdir(migrations)
    const says =
      /the unique rule uq_items_item_type_id_identifier_key reads "", not "deferrable initially deferred"/

    const revision = await clone.crowfoot(['db', 'revision', 'check it late'])
    expect(revision).toMatchObject({ code: 1, out: '' })
    expect(revision.err).toMatch(/^crowfoot: not all that the models say can be written: .*\n$/)
    expect(revision.err).toMatch(says)
    expect(await readdir(migrations)).toEqual(before)

    const check = await clone.crowfoot(['db', 'check'])
    expect(check.code).toBe(1)
    expect(check.out).toMatch(says)
  },
)

it('one branch of a merge is undone from the command line, the other stays, and it comes back', async () => {
  /** A revision of its own branch: it follows what was the newest before any. */
  async function branch(name: string): Promise<string> {
    const [head = ''] = (await readdir(migrations)).toSorted().toReversed()
    const id = `${String(Number(head.slice(0, 4)) + 1).padStart(4, '0')}_${name}`
    await writeFile(
      path.join(migrations, `${id}.ts`),
      `import { defineRevision, id } from '../migrate/define.ts'
export default defineRevision({
  follows: '${newest}',
  message: '${name}',
  up(op) {
    op.createTable('${name}', { id: id() })
  },
  down(op) {
    op.dropTable('${name}')
  },
})
`,
    )
    return id
  }
  const newest = ((await readdir(migrations)).toSorted().at(-1) ?? '').replace('.ts', '')
  const [lendings, shelves] = [await branch('lendings'), await branch('shelves')]
  const heads = await clone.crowfoot(['db', 'upgrade'])
  expect(heads).toMatchObject({ code: 1, out: '' })
  expect(heads.err).toContain(`there are two heads, ${lendings} and ${shelves}`)
  await crowfoot('db', 'merge', 'lendings and shelves')
  await crowfoot('db', 'upgrade')

  const undone = await crowfoot('db', 'downgrade', '--branch', lendings)
  expect(undone).toMatch(
    new RegExp(`^undone \\d{4}_lendings_and_shelves: .*\nundone ${lendings}: lendings\n`),
  )
  expect(undone).not.toContain(shelves)
  expect((await crowfoot('db', 'current')).split('\n')[0]).toBe(shelves)
  expect(await clone.crowfoot(['db', 'downgrade', '--branch', lendings])).toMatchObject({
    code: 1,
    err: `crowfoot: ${lendings} is not applied, so there is nothing of its branch to undo\n`,
  })
  expect(await clone.crowfoot(['db', 'downgrade', '-1', '--branch', lendings])).toMatchObject({ code: 2 })
  expect(await crowfoot('db', 'upgrade')).toMatch(
    new RegExp(`^applied ${lendings}: lendings\napplied \\d{4}_lendings_and_shelves: `),
  )
})
