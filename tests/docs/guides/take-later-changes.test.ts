/** The guide `take-later-changes.md`, followed to the letter: Crowfoot and a project made of it, in two repositories of Git. */
import { execFile } from 'node:child_process'
import { cp, readFile, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, inject, it, vi } from 'vitest'
import { cloneProject } from '../../setup/clone.ts'
import type { Clone } from '../../setup/clone.ts'
import { blocksOf } from '../../setup/guide.ts'
import { createScratch } from '../../setup/scratch.ts'
import { edit, engines, put, wordsOf } from './follow.ts'

// Each command is a process of its own.
vi.setConfig({ testTimeout: 300_000 })

const root = path.resolve(import.meta.dirname, '../../..')
const run = promisify(execFile)

/** Git as nobody in particular, whatever the settings of this machine are. */
async function git({ folder }: Clone, ...args: string[]): Promise<string> {
  const who = { NAME: 'Somebody', EMAIL: 'somebody@example.org' }
  const env = {
    ...process.env,
    ...{ GIT_CONFIG_GLOBAL: path.join(folder, 'no-settings'), GIT_CONFIG_NOSYSTEM: '1' },
    ...{ GIT_AUTHOR_NAME: who.NAME, GIT_AUTHOR_EMAIL: who.EMAIL },
    ...{ GIT_COMMITTER_NAME: who.NAME, GIT_COMMITTER_EMAIL: who.EMAIL },
  }
  return (await run('git', args, { cwd: folder, env })).stdout
}

async function copyOfProject(name: string): Promise<Clone> {
  const clone = await cloneProject(path.join(inject('runFolder'), `${name}-${String(process.pid)}`))
  await cp(path.join(root, 'tests/access'), path.join(clone.folder, 'tests/access'), { recursive: true })
  await writeFile(path.join(clone.folder, '.gitignore'), 'node_modules\ndata/\n')
  await git(clone, 'init', '--quiet', '--initial-branch=main')
  return clone
}

/** A field more, with its line in the table of rights and its revision, as a commit. */
async function addField(clone: Clone, name: string, declaration: string): Promise<void> {
  await edit(clone, 'src/domain.ts', put([`    ${name}: ${declaration},`], 'after', '  fields: {'))
  await edit(clone, 'tests/access/rights.ts', put([`  ${name}: ['vmsa', 'vmsa'],`], 'after', '  title: ['))
  expect(await clone.crowfoot(['db', 'revision'])).toMatchObject({ code: 0, err: '' })
  await git(clone, 'add', '--all')
  await git(clone, 'commit', '--quiet', '-m', `Add ${name}`)
}

const withoutMarks = (text: string) => text.replaceAll(/^(<{7} .*|={7}|>{7} .*)\n/gm, '')

describe.each(engines)('on %s', (engine) => {
  it('take-later-changes.md does what it says', async () => {
    const scratch = await createScratch(engine, 'empty')
    const url = typeof scratch.target === 'string' ? scratch.target : ''
    const ours = await copyOfProject(`fork-${engine}`)
    await git(ours, 'add', '--all')
    await git(ours, 'commit', '--quiet', '-m', 'Begin')
    const theirs = await copyOfProject(`crowfoot-${engine}`)
    await git(theirs, 'fetch', '--quiet', ours.folder, 'main')
    await git(theirs, 'reset', '--quiet', 'FETCH_HEAD')
    expect(await git(theirs, 'status', '--porcelain')).toBe('')

    await addField(ours, 'price_of_ours', "field.money('Price', { currency: 'EUR' })")
    await addField(theirs, 'pages_of_theirs', "field.integer('Pages')")
    const crowfoot = async (...args: string[]) => {
      const { code, out, err } = await ours.crowfoot(args, url)
      expect({ args, code, err }).toEqual({ args, code: 0, err: '' })
      return out
    }
    try {
      const csv = path.join(inject('runFolder'), `fork-${engine}.csv`)
      await writeFile(csv, 'title,item_type,price_of_ours\nKept,Thing,12.50\n')
      await crowfoot('data', 'import', csv)

      const conflicts = ['src/domain.ts', 'tests/access/rights.ts']
      for (const { language, lines } of await blocksOf('take-later-changes.md'))
        for (const line of lines.filter(() => language === 'sh')) {
          const [program = '', ...args] = wordsOf(line.replace('ADDRESS', theirs.folder))
          if (line.startsWith('git merge')) {
            await expect(git(ours, ...args)).rejects.toMatchObject({
              stdout: expect.stringContaining('Automatic merge failed') as string,
            })
            const unmerged = await git(ours, 'diff', '--name-only', '--diff-filter=U')
            expect(unmerged.trim().split('\n')).toEqual(conflicts)
            for (const file of conflicts) await edit(ours, file, withoutMarks)
          } else if (program === 'git') await git(ours, ...args)
          else if (program === 'npx') {
            if (args.includes('merge')) {
              expect((await crowfoot('db', 'heads')).trim().split('\n')).toHaveLength(2)
              expect((await ours.crowfoot(['db', 'upgrade'], url)).err).toContain('there are two heads')
            }
            const out = await crowfoot(...args.slice(1))
            if (args.includes('check')) expect(out).toContain('agree')
          }
        }

      expect(await git(ours, 'status', '--porcelain')).toBe('')
      const [header, row] = (await crowfoot('data', 'export', '-')).split('\r\n')
      expect(header?.split(',')).toEqual(expect.arrayContaining(['price_of_ours', 'pages_of_theirs']))
      expect(row?.split(',')).toContain('12.50')
      const revisions = await readdir(path.join(ours.folder, 'src/db/migrations'))
      const last =
        revisions
          .filter((name) => name.endsWith('.ts'))
          .sort()
          .at(-1) ?? ''
      const joined = await readFile(path.join(ours.folder, 'src/db/migrations', last), 'utf8')
      expect(joined).toMatch(
        /add_pages_of_theirs[^]*add_price_of_ours|add_price_of_ours[^]*add_pages_of_theirs/,
      )
    } finally {
      await scratch.remove()
    }
  })
})
