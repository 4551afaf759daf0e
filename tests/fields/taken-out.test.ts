/** The fields that a project begins with can be taken out of `src/domain.ts` like any other: one at a time, and all of them. */
import { execFile } from 'node:child_process'
import { cp, readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { Engine } from '../../src/db/engine/connection.ts'
import { openForMigration } from '../../src/db/migrate/index.ts'
import type * as migration from '../../src/db/migrate/index.ts'
import { describeDatabase as describeShape } from '../../src/db/migrate/shape/index.ts'
import type { TableShape } from '../../src/db/migrate/shape/shape.ts'
import { hasFields } from '../setup/known-fields.ts'
import { createScratch } from '../setup/scratch.ts'
import type { Scratch } from '../setup/scratch.ts'
import { changedProject, differingFiles } from './trial-project.ts'
import type { TrialProject } from './trial-project.ts'

// Commands are processes of their own, and the type check takes half a minute.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

const removable = ['year', 'identifier', 'description', 'internal_notes']
const root = path.resolve(import.meta.dirname, '../..')
const long = process.env.LONG === '1'

/** The declaration of a field, which may go over several lines. */
function takeOut(domain: string, name: string): string {
  const declaration = new RegExp(
    String.raw`\n    ${name}: field\.\w+\((?:[^\n]*\),|[^\n]*\{\n[^]*?\n    \}\),)(?=\n)`,
  )
  const left = domain.replace(declaration, '')
  expect(left).not.toBe(domain)
  return left
}

/** The rest of a project, which the type check and the tests read. */
async function copyTheRest({ folder }: TrialProject): Promise<void> {
  const have = new Set(['node_modules', '.git', 'data', ...(await readdir(folder))])
  for (const part of await readdir(root))
    if (!have.has(part)) await cp(path.join(root, part), path.join(folder, part), { recursive: true })
}

/** Runs a program of Node in the project. @returns what it said, and nothing where all went well */
function failureOf({ folder }: TrialProject, args: readonly string[]): Promise<string> {
  const { LONG: _long, ...env } = process.env
  const options = { cwd: folder, env, maxBuffer: 2 ** 26 }
  return new Promise((resolve) => {
    execFile(process.execPath, args, options, (error, out, err) => resolve(error ? out + err : ''))
  })
}

async function itemsOf({ target }: Scratch): Promise<TableShape> {
  await using connection = await openForMigration(target)
  const items = (await describeShape(connection)).tables.find(({ name }) => name === 'items')
  if (!items) throw new Error('The table items is not there.')
  // PostgreSQL adds a column at the end, wherever it stood before.
  return { ...items, columns: items.columns.toSorted((a, b) => (a.name < b.name ? -1 : 1)) }
}

// A project that lacks one of them has nothing to try here.
describe
  .runIf(hasFields(...removable))
  .each([...removable.map((name) => [name, [name]] as const), ['all four', removable] as const])(
  'without %s',
  (what, names) => {
    let project: TrialProject
    beforeAll(async () => {
      project = await changedProject(`without-${what.replace(' ', '-')}`, (domain) =>
        names.reduce(takeOut, domain),
      )
      const written = await project.crowfoot(['db', 'revision'])
      expect(written).toMatchObject({ code: 0, err: '' })
      for (const name of names) expect(written.out).toContain(`the column items.${name} with its values`)
    })

    it('one file is generated, and no other differs', async () => {
      const files = Object.keys(await differingFiles(project)).filter((file) => file !== 'src/domain.ts')
      expect(files).toHaveLength(1)
      expect(files[0]).toMatch(/^src\/db\/migrations\/\d{4}_drop_/)
      expect(await readFile(path.join(project.folder, files[0] ?? ''), 'utf8')).toContain(
        'LOST: the column items.',
      )
    })

    it.each<Engine>(['sqlite', 'postgresql'])(
      'nothing of it is left on %s, and the way back makes it again',
      async (engine) => {
        const scratch = await createScratch(engine)
        const before = await itemsOf(scratch)
        const run = async (...args: string[]) =>
          expect(await project.crowfoot(args, scratch.target as string)).toMatchObject({ code: 0, err: '' })
        // By the commands where they can reach the database: PGlite is inside this process.
        const reached = typeof scratch.target === 'string'
        const { upgrade, downgrade } = await project.load<typeof migration>('db/migrate/index.ts')
        await (reached ? run('db', 'upgrade') : upgrade(scratch.target))
        const after = JSON.stringify(await itemsOf(scratch))
        for (const name of names) {
          expect(JSON.stringify(before)).toMatch(new RegExp(String.raw`\b${name}`))
          expect(after).not.toMatch(new RegExp(`\\b${name}|_${name}_`))
        }
        if (reached) {
          await run('db', 'check')
          // What the sample says of the field is passed over.
          if (names.length > 1) await run('data', 'import', 'samples/library/items.csv')
        }
        await (reached ? run('db', 'downgrade', '-1') : downgrade(scratch.target, { to: '-1' }))
        expect(await itemsOf(scratch)).toEqual(before)
        await scratch.remove()
      },
    )

    it.runIf(long || names.length > 1)('the types agree, also those of the tests', async () => {
      await copyTheRest(project)
      expect(await failureOf(project, ['node_modules/typescript/bin/tsc', '--noEmit', '-p', '.'])).toBe('')
    })

    // The whole suite runs in it, which takes a quarter of an hour and more.
    it.runIf(long)('every check and every test passes', { timeout: 3_600_000 }, async () => {
      await copyTheRest(project)
      expect(await failureOf(project, ['scripts/check.ts'])).toBe('')
      expect(await failureOf(project, ['scripts/test.ts'])).toBe('')
    })
  },
)
