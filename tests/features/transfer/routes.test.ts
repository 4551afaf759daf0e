/** The selection as a file: the same items as the list, for those who may, sent only as far as somebody reads. */
import { pino } from 'pino'
import { Hono } from 'hono'
import { beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../../../src/config.ts'
import type { Database } from '../../../src/db/engine/connection.ts'
import { recordQueries } from '../../../src/db/engine/query-log.ts'
import { importFile } from '../../../src/features/transfer/commands.ts'
import { columnsFor } from '../../../src/features/transfer/forms.ts'
import { transfer } from '../../../src/features/transfer/routes.tsx'
import type { AppEnv } from '../../../src/http/context.ts'
import { readableFields } from '../../../src/security/rights/policy.ts'
import { operator, visitor } from '../../../src/security/rights/viewer.ts'
import type { Permission } from '../../../src/rules/permissions.ts'
import { appOf } from '../../setup/browser.ts'
import { forEachEngine } from '../../setup/database.ts'
import { signedIn } from '../../setup/people.ts'
import { fileOf } from './records.ts'
import { hasFields } from '../../setup/known-fields.ts'

const openColumns = columnsFor(readableFields(visitor(true)))

/** The columns of the rows below; an import leaves those out that the domain lacks. */
const header = 'title,description,year,item_type,identifier,creators,categories,internal_notes'

/** Only these routes, for a viewer who may do this. */
function appFor(database: Database, permissions: Permission[]) {
  const app = new Hono<AppEnv>()
  app.use(async (c, next) => {
    c.set('db', database.db)
    c.set('heavy', database.heavy)
    c.set('config', readConfig({}))
    c.set('log', pino({ level: 'silent' }))
    c.set('viewer', { kind: 'visitor', user: null, permissions: new Set(permissions) })
    await next()
  })
  return app.route('/', transfer)
}

forEachEngine((database) => {
  beforeAll(async () => {
    const rows = Array.from(
      { length: 1_200 },
      (_, i) => `T ${i},text,${1000 + i},${i % 2 ? 'Book' : 'Film'},n${i},Ada,x,secret ${i}\n`,
    )
    const file = fileOf('routes.csv', `${header}\n${rows.join('')}`)
    await importFile(database(), file, { dryRun: false, onDuplicate: 'skip', actor: operator })
  })
  const get = (path: string, permissions: Permission[] = ['catalogue.read', 'export.run']) =>
    appFor(database(), permissions).request(path)

  it.each(['/items.csv', '/items.json'])('%s needs the permission to export', async (path) => {
    expect((await get(path, ['catalogue.read'])).status).toBe(401)
    expect((await get(path, ['export.run'])).status).toBe(401)
    expect((await get(path)).status).toBe(200)
  })

  it.runIf(hasFields('year'))('holds every item of the selection, in the order of the list', async () => {
    const all = (await (await get('/items.json?sort=year')).json()) as { year: number }[]
    expect(all.map(({ year }) => year)).toEqual(Array.from({ length: 1_200 }, (_, i) => 1000 + i))
    const some = (await (
      await get('/items.json?year_from=1100&year_to=1102&page=3&per_page=1&view=table')
    ).json()) as {
      title: string
    }[]
    expect(some.map(({ title }) => title)).toEqual(['T 102', 'T 101', 'T 100'])
  })

  it.runIf(hasFields('year'))('reads the names of addresses from before', async () => {
    const ids = async (query: string) => (await (await get(`/items.json?${query}`)).json()) as unknown
    expect(await ids('from=1100&to=1102')).toEqual(await ids('year_from=1100&year_to=1102'))
  })

  it.runIf(hasFields('year'))('is a CSV file to keep, with the header of an import', async () => {
    const answer = await get('/items.csv?year_from=1000&year_to=1000')
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="items.csv"')
    expect(answer.headers.get('cache-control')).toBe('private, no-store')
    const row: Record<string, string> = {
      ...{ title: 'T 0', item_type: 'Film', creators: 'Ada', categories: 'x' },
      ...{ description: 'text', year: '1000', identifier: 'n0' },
    }
    const cells = openColumns.map((column) => row[column])
    expect(await answer.text()).toBe(`${openColumns.join(',')}\r\n${cells.join(',')}\r\n`)
  })

  describe.each(['/items.csv', '/items.json'])('%s', (path) => {
    it.runIf(hasFields('internal_notes'))(
      'holds the private notes for those who may read them, and else no trace of them',
      async () => {
        const open = await (await get(path)).text()
        expect(open).not.toMatch(/secret|internal_notes/)
        const notes = await (await get(path, ['catalogue.read', 'export.run', 'item.notes.read'])).text()
        expect(notes).toMatch(/internal_notes/)
        expect(notes.match(/secret/g)).toHaveLength(1_200)
      },
    )

    it('refuses an address that asks for something unknown, rather than send other items than were meant', async () => {
      const answer = await get(`${path}?form=1900&per_page=soon`)
      expect(answer.status).toBe(400)
      expect(await answer.text()).toMatch(/soon[\s\S]*“form”/)
    })

    it('reads no further than its reader, and stops when the reader goes away', async () => {
      const { queries } = await recordQueries(async () => {
        const reader = (await get(path)).body!.getReader()
        await reader.read()
        await reader.read()
        await reader.cancel()
        await new Promise((resolve) => setTimeout(resolve, 100))
      })
      // Three for each portion of 500; one portion more may be under way.
      expect(queries.length).toBeLessThanOrEqual(6)
    })

    it.runIf(hasFields('internal_notes'))(
      'breaks off where a right of its reader ends in the middle',
      async () => {
        const app = appOf(database())
        const staff = await signedIn(database(), app, 'staff')
        const reader = (await staff.get(path)).body!.getReader()
        let text = ''
        const read = async (): Promise<boolean> => {
          const { done, value } = await reader.read()
          if (value) text += new TextDecoder().decode(value)
          return !done
        }
        await read()
        const member = database().db.selectFrom('roles').select('id').where('name', '=', 'member')
        const { id } = await member.executeTakeFirstOrThrow()
        await database().em().execute('update users set role_id = ? where id = ?', [id, staff.id])
        const rest = async () => {
          while (await read());
        }
        await expect(rest()).rejects.toThrow()
        // One portion may have been read before.
        expect(text.match(/secret/g)?.length ?? 0).toBeLessThanOrEqual(1_000)
      },
    )
  })
})
