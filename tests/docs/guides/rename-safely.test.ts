/** The guide `rename-safely.md`, followed to the letter: a field gets another name, and so do the rows that hold its name, there and back. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, inject, it, vi } from 'vitest'
import type * as declared from '../../../src/declared.ts'
import type * as addresses from '../../../src/features/catalogue/items/forms/address.ts'
import type * as filters from '../../../src/features/catalogue/items/forms/filter.ts'
import { using } from '../../db/migrate/round-trip.ts'
import { asTrial } from '../../fields/trial-project.ts'
import { cloneProject } from '../../setup/clone.ts'
import { openScratch } from '../../setup/database.ts'
import { blocksOf } from '../../setup/guide.ts'
import { hasFields } from '../../setup/known-fields.ts'
import { addPerson } from '../../setup/people.ts'
import { createScratch } from '../../setup/scratch.ts'
import type { Scratch } from '../../setup/scratch.ts'
import { edit, engines, newestRevision, wordsOf } from './follow.ts'

// Each command is a process of its own.
vi.setConfig({ testTimeout: 300_000 })

const forms = 'features/catalogue/items/forms'
const [asked, answered, ...rest] = (await blocksOf('rename-safely.md'))
  .filter(({ language }) => language === 'sh')
  .map(({ lines }) => lines)
const [steps] = (await blocksOf('rename-safely.md')).filter(({ language }) => language === 'ts')

/** A rule and a search that name the field, and two searches in which its name is only a word. */
async function addNames(scratch: Scratch): Promise<void> {
  const database = await openScratch(scratch)
  const staff = await addPerson(database, 'staff')
  const member = await addPerson(database, 'member')
  await database.close()
  const searches = [
    `(${staff.id}, 'breaks=internal_notes&q=internal_notes%3Abox')`,
    `(${staff.id}, 'q=internal_notes')`,
    `(${member.id}, 'q=internal_notes%3Abox')`,
  ]
  await using(scratch.target, async (connection) => {
    await connection.query(`insert into item_type_fields (item_type_id, field, rule)
      values ((select min(id) from item_types), 'internal_notes', 'hidden')`)
    await connection.query(`insert into saved_searches (user_id, name, address, seen_up_to, created_at)
      select column1, 'Box', column2, 0, '2026-01-31T12:00:00.000Z' from (values ${searches.join(', ')}) as made`)
  })
}

const namesIn = ({ target }: Scratch) =>
  using(target, async (connection) => ({
    rules: await connection.query(
      `select field, rule from item_type_fields where field in ('internal_notes', 'remarks')`,
    ),
    searches: (
      await connection.query<{ address: string }>('select address from saved_searches order by id')
    ).map(({ address }) => address),
  }))

describe.each(engines)('on %s', (engine) => {
  it.runIf(hasFields('internal_notes'))('rename-safely.md does what it says', async () => {
    const scratch = await createScratch(engine, 'empty')
    const url = typeof scratch.target === 'string' ? scratch.target : ''
    const clone = asTrial(
      await cloneProject(path.join(inject('runFolder'), `guide-rename-${engine}-${String(process.pid)}`)),
    )
    const crowfoot = async (...args: string[]) => {
      const { code, out, err } = await clone.crowfoot(args, url)
      expect({ args, code, err }).toEqual({ args, code: 0, err: '' })
      return out
    }
    const run = async (lines: readonly string[] = []) => {
      for (const line of lines) await crowfoot(...wordsOf(line).slice(2))
    }
    try {
      await crowfoot('data', 'sample')
      await addNames(scratch)
      const before = await namesIn(scratch)
      await edit(clone, 'src/domain.ts', (text) =>
        text.replaceAll(/^( {4})internal_notes(?=: field\.)|'internal_notes'/gm, (_found, indent?: string) =>
          indent === undefined ? "'remarks'" : `${indent}remarks`,
        ),
      )
      const [question = ''] = asked ?? []
      const refused = await clone.crowfoot(wordsOf(question).slice(2), url)
      expect(refused).toMatchObject({ code: 1 })
      expect(refused.err).toContain(
        `say ${wordsOf(answered?.[0] ?? '')
          .slice(-2)
          .join(' ')} if that is a rename`,
      )
      await run(answered)
      const revision = await readFile(path.join(clone.folder, await newestRevision(clone)), 'utf8')
      for (const line of steps?.lines ?? []) expect(revision).toContain(line)
      expect(revision).not.toContain('LOST')
      await run(rest[0])
      expect(await crowfoot('db', 'check')).toContain('agree')

      expect(await namesIn(scratch)).toEqual({
        rules: [{ field: 'remarks', rule: 'hidden' }],
        searches: ['breaks=remarks&q=remarks%3Abox', 'q=internal_notes', 'q=internal_notes%3Abox'],
      })
      // The list of the renamed project understands the address that it is left with, and no longer the one that it was.
      const { parseItemFilter } = await clone.load<typeof filters>(`${forms}/filter.ts`)
      const { readAddress } = await clone.load<typeof addresses>(`${forms}/address.ts`)
      const { declaredNames } = await clone.load<typeof declared>('declared.ts')
      const noticesOf = (address = '') => parseItemFilter(readAddress(address), declaredNames).notices
      expect(noticesOf((await namesIn(scratch)).searches[0])).toEqual([])
      expect(noticesOf(before.searches[0])).toHaveLength(2)

      await crowfoot('db', 'downgrade', '-1')
      expect(await namesIn(scratch)).toEqual(before)
    } finally {
      await scratch.remove()
    }
  })
})
