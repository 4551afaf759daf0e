/** The guide `split-a-column.md`, followed to the letter: one column becomes two, the old one goes, and the way back brings it again. */
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, inject, it, vi } from 'vitest'
import { using } from '../../db/migrate/round-trip.ts'
import { cloneProject } from '../../setup/clone.ts'
import { blocksOf } from '../../setup/guide.ts'
import { hasFields } from '../../setup/known-fields.ts'
import { createScratch } from '../../setup/scratch.ts'
import { compareRights, edit, engines, newestRevision, put, wordsOf } from './follow.ts'

// Each command is a process of its own.
vi.setConfig({ testTimeout: 300_000 })

const declaration = 'src/domain.ts'
const line = '    shelf_mark: field.text('

/** A mark of the usual form, and others: each of them comes back as it was. */
const marksToSplit = ['F 12', 'Stacks', 'F 07', 'Äußeres Magazin 3', 'F 1234567890', '12']

/** Of how many tables a rehearsal says that undoing does not bring back the same content. */
function tablesThatDiffer(rehearsal: string): number {
  const [, same, all] = / the same content in (?:all|(\d+) of) (\d+) tables/.exec(rehearsal) ?? []
  expect(all, rehearsal).toBeDefined()
  return Number(all) - Number(same ?? all)
}

describe.each(engines)('on %s', (engine) => {
  it.runIf(hasFields('shelf_mark'))('split-a-column.md does what it says', async () => {
    const scratch = await createScratch(engine, 'empty')
    const url = typeof scratch.target === 'string' ? scratch.target : ''
    const clone = await cloneProject(
      path.join(inject('runFolder'), `guide-split-${engine}-${String(process.pid)}`),
    )
    const crowfoot = async (...args: string[]) => {
      const { code, out, err } = await clone.crowfoot(args, url)
      expect({ args, code, err }).toEqual({ args, code: 0, err: '' })
      return out
    }
    const run = async (lines: readonly string[]) => {
      let out = ''
      for (const command of lines) out += await crowfoot(...wordsOf(command).slice(2))
      return out
    }
    const query = <R>(sql: string) => using(scratch.target, (connection) => connection.query<R>(sql))
    const marks = () => query('select id, shelf_mark, shelf_mark_key from items order by id')
    const blocks = (await blocksOf('split-a-column.md')).map(({ lines }) => lines)
    const [fields = [], split = [], columns = [], step = [], runFirst = []] = blocks
    const [drop = [], join = [], runSecond = [], rights = []] = blocks.slice(5)
    try {
      await crowfoot('data', 'sample')
      const items = [
        'title,item_type,shelf_mark',
        ...marksToSplit.map((mark, i) => `Elsewhere ${i},Thing,${mark}`),
      ]
      const csv = path.join(inject('runFolder'), `guide-split-${engine}.csv`)
      await writeFile(csv, items.join('\n'))
      await crowfoot('data', 'import', csv)
      const before = await marks()

      await edit(clone, declaration, put(fields, 'after', line))
      await run(split)
      const first = await newestRevision(clone)
      await edit(clone, first, put(step, 'after', columns.at(-1) ?? ''))
      const written = await readFile(path.join(clone.folder, first), 'utf8')
      expect(written).toContain(`  up(op) {\n${[...columns, ...step].join('\n')}\n`)
      await run(runFirst)
      expect(await crowfoot('db', 'check')).toContain('agree')
      const found = await query(`select shelf_mark, shelf, shelf_key, place from items
        where shelf_mark in (${marksToSplit.map((mark) => `'${mark}'`).join(', ')}) order by shelf_mark_key`)
      expect(found).toEqual([
        { shelf_mark: '12', shelf: '12', shelf_key: '12', place: null },
        {
          shelf_mark: 'Äußeres Magazin 3',
          shelf: 'Äußeres Magazin',
          shelf_key: 'ausseres magazin',
          place: 3,
        },
        { shelf_mark: 'F 07', shelf: 'F 07', shelf_key: 'f 07', place: null },
        { shelf_mark: 'F 12', shelf: 'F', shelf_key: 'f', place: 12 },
        { shelf_mark: 'F 1234567890', shelf: 'F 1234567890', shelf_key: 'f 1234567890', place: null },
        { shelf_mark: 'Stacks', shelf: 'Stacks', shelf_key: 'stacks', place: null },
      ])

      await edit(clone, declaration, (text) => text.replace(/^ {4}shelf_mark: .*\n/m, ''))
      expect(await run(drop)).toContain('the column items.shelf_mark with its values')
      const second = await newestRevision(clone)
      const without = join.map((each) => each.replace(/coalesce\((.*?), ''\)/, '$1'))
      await edit(clone, second, (text) => text.replace(/(?= {2}\},\n\}\))/, `${without.join('\n')}\n`))
      expect(tablesThatDiffer(await crowfoot('db', 'rehearse'))).toBe(1)
      await edit(clone, second, (text) =>
        text.replace(without.join('\n'), join.join('\n')).replaceAll(/^ \*( LOST.*)?\n/gm, ''),
      )
      expect(tablesThatDiffer(await run(runSecond))).toBe(0)
      expect(await crowfoot('db', 'check')).toContain('agree')
      for (const right of rights) await compareRights(clone, right)

      await crowfoot('db', 'downgrade', '-2')
      expect(await marks()).toEqual(before)
    } finally {
      await scratch.remove()
    }
  })
})
