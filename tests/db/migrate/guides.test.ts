/** The guides, followed to the letter on the sample library: each block of code is taken from the page and put where it says. */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest'
import { cloneProject } from '../../setup/clone.ts'
import type { Clone } from '../../setup/clone.ts'
import { createScratch } from '../../setup/scratch.ts'
import type { Scratch } from '../../setup/scratch.ts'
import { serverUrl } from '../../setup/server.ts'
import { using } from './round-trip.ts'
import { hasFields } from '../../setup/known-fields.ts'

// Each command is a process of its own, and there are many.
vi.setConfig({ testTimeout: 900_000, hookTimeout: 300_000 })

/** The blocks of a guide in one language, in their order. */
async function blocks(guide: string, language: string): Promise<string[]> {
  const page = await readFile(path.resolve(import.meta.dirname, '../../../docs/guides', guide), 'utf8')
  return [...page.matchAll(/^```(\w*)\n([^]*?)^```/gm)].flatMap(([, of, code = '']) =>
    of === language ? [code] : [],
  )
}

// A command cannot open a PGlite, which lives in this process.
const engines = serverUrl === undefined ? (['sqlite'] as const) : (['sqlite', 'postgresql'] as const)
let run = 0

describe.each(engines)('on %s', (engine) => {
  let scratch: Scratch
  let clone: Clone
  let url: string
  beforeEach(async () => {
    scratch = await createScratch(engine, 'empty')
    url = typeof scratch.target === 'string' ? scratch.target : ''
    clone = await cloneProject(path.join(inject('runFolder'), `guides-${process.pid}-${run++}`))
    await crowfoot('data', 'sample')
  })
  afterEach(() => scratch.remove())

  const rows = <R>(sql: string) => using(scratch.target, (connection) => connection.query<R>(sql))

  async function crowfoot(...args: string[]): Promise<string> {
    const { code, out, err } = await clone.crowfoot(args, url)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    return out
  }

  async function refusal(...args: string[]): Promise<string> {
    const { code, err } = await clone.crowfoot(args, url)
    expect(code).toBe(1)
    return err
  }

  async function edit(file: string, from: string | RegExp, to: string): Promise<void> {
    const target = path.join(clone.folder, file)
    const text = await readFile(target, 'utf8')
    const edited = text.replace(from, () => to)
    expect(edited).not.toBe(text)
    await writeFile(target, edited)
  }

  /** Lets the tool write a revision. @returns its file */
  async function revision(message: string, ...flags: string[]): Promise<string> {
    await crowfoot('db', 'revision', message, ...flags)
    const folder = 'src/db/migrations'
    const last = (await readdir(path.join(clone.folder, folder))).toSorted().at(-1) ?? ''
    return `${folder}/${last}`
  }

  it('change a type', async () => {
    const [model = '', fill = '', written = '', inRevision = '', using = '', withDefault = ''] = await blocks(
      'change-a-type.md',
      'ts',
    )
    const [refused = '', undone = ''] = await blocks('change-a-type.md', '')
    const models = 'src/db/schema/models.ts'
    await edit(models, '    ...columnsOf(domain.fields),\n', `    ...columnsOf(domain.fields),\n${model}`)
    const first = await revision('add pages to items')
    await edit(
      first,
      "op.addColumn('items', 'pages', text())\n",
      `op.addColumn('items', 'pages', text())\n${fill}`,
    )
    await crowfoot('db', 'upgrade')

    await edit(models, model.trim(), 'pages: p.integer().nullable(),')
    const second = await revision('pages are numbers')
    expect(await readFile(path.join(clone.folder, second), 'utf8')).toContain(written.trim())
    expect((await refusal('db', 'rehearse')).replace(/: \d{4}_/, ': 0019_')).toBe(refused)

    await edit(second, written.trim(), inRevision.trim())
    const rehearsal = await crowfoot('db', 'rehearse')
    const [said = '', differs = ''] = undone.trim().split('\n')
    expect(rehearsal).toContain(said.trim().replace(/ in \d+ of \d+ tables; what differs:$/, ''))
    expect(rehearsal).toContain(differs.trim())
    await crowfoot('db', 'upgrade')
    expect(await rows('select id, pages from items where id in (3, 4, 7) order by id')).toEqual([
      { id: 3, pages: null },
      { id: 4, pages: 104 },
      { id: 7, pages: null },
    ])
    await crowfoot('db', 'check')

    await crowfoot('db', 'downgrade', '-1')
    await edit(second, inRevision.trim(), using.trim())
    await edit(second, 'defineRevision,', 'defineRevision, expression,')
    await rows(`update items set pages = 'xii' where id = 3`)
    if (engine === 'postgresql')
      expect(await refusal('db', 'upgrade')).toMatch(/invalid input syntax for type integer: "xii"/)
    else {
      await crowfoot('db', 'upgrade')
      expect(await rows('select pages from items where id = 3')).toEqual([{ pages: 0 }])
      await crowfoot('db', 'downgrade', '-1')
    }

    await rows(`update items set pages = '1'`)
    await edit(second, using.trim(), withDefault.trim())
    await crowfoot('db', 'upgrade')
    expect(await rows('select distinct pages from items')).toEqual([{ pages: 1 }])
  })

  it.runIf(hasFields('internal_notes'))('deploy without downtime', async () => {
    const [widen = '', backfill = '', narrow = '', index = ''] = await blocks(
      'deploy-without-downtime.md',
      'ts',
    )
    const write = async (message: string, body: string) => {
      const file = await revision(message, '--empty')
      await edit(file, / {2}up\(op\) \{[^]*\n {2}\},\n(?=\}\))/, body)
      await edit(file, '{ defineRevision }', '{ defineRevision, text }')
    }
    const title = (name: string) =>
      `insert into items (title, title_key, item_type_id, created_at, updated_at, ${name}`
    const values = (name: string, ...notes: string[]) =>
      `values ('${name}', '${name}', (select min(id) from item_types), '2026-01-31T12:00:00.000Z', '2026-01-31T12:00:00.000Z', ${notes.map((note) => `'${note}'`).join(', ')})`
    const both = `${title('internal_notes, private_notes')})`
    await rows(`update items set internal_notes = 'old ' || id where id <= 3`)

    await write('add private notes', widen)
    await crowfoot('db', 'upgrade')
    await rows(`${title('internal_notes')}) ${values('by code that is older', 'a')}`)
    await rows(`${both} ${values('by code that writes both', 'b', 'b')}`)

    await write('copy private notes', backfill)
    await crowfoot('db', 'upgrade')
    expect(await rows('select id from items where private_notes <> internal_notes')).toEqual([])
    expect(await rows("select count(*) as n from items where private_notes <> ''")).toEqual([{ n: 5 }])
    await rows(`${both} ${values('by code that reads the new one', 'c', 'c')}`)

    await write('drop internal notes', narrow)
    expect(await crowfoot('db', 'rehearse')).toContain('the column items.internal_notes with 6 values')
    await crowfoot('db', 'upgrade')
    await rows(`${title('private_notes')}) ${values('by code that knows no other', 'd')}`)

    await crowfoot('db', 'downgrade', '-3')
    expect(await rows(`select internal_notes from items where internal_notes <> '' order by id`)).toEqual(
      ['old 1', 'old 2', 'old 3', 'a', 'b', 'c', 'd'].map((internal_notes) => ({ internal_notes })),
    )
    await write('index items by their date', `  up(op) {\n${index}  },\n\n  down() {},\n`)
    expect(await crowfoot('db', 'upgrade')).toMatch(/index items by their date/)
  })
})
