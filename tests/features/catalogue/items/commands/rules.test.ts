/** The rules of types, kept by the one writer: what an item needs, by what its identifier is compared, and what stays from before. */
import { describe, expect, it } from 'vitest'
import type { ItemChange } from '../../../../../src/features/catalogue/items/commands/changes.ts'
import { writeItems } from '../../../../../src/features/catalogue/items/commands/write.ts'
import { searchKey } from '../../../../../src/rules/text.ts'
import { transaction } from '../../../../../src/security/rights/transaction.ts'
import { operator } from '../../../../../src/security/rights/viewer.ts'
import type { Viewer } from '../../../../../src/security/rights/viewer.ts'
import { forEachEngine } from '../../../../setup/database.ts'
import { columnCalled, hasFields, ofDomain } from '../../../../setup/known-fields.ts'
import { setRules } from '../../../../setup/type-rules.ts'

const named = (...names: string[]) => names.map((name) => ({ name, key: searchKey(name) }))
const isbn = '978-0-441-47812-5'
const isbnAsTen = '0-441-47812-3'
const wrong = '978-0-441-47812-6'

describe.runIf(hasFields('identifier', 'year', 'description'))('rules of types', () => {
  forEachEngine(
    (database) => {
      const write = (changes: readonly ItemChange[], actor: Viewer = operator) =>
        transaction(database().em(), operator, 'import.run', ({ db }) => writeItems(db, changes, actor))
      const add = async (type: number, more: object = {}) => {
        const [outcome] = await write([
          { kind: 'create', values: { title: 'x', type, ...ofDomain(more), ...lists(more) } },
        ])
        return outcome!
      }
      const lists = (more: object) =>
        'creators' in more ? { creators: more.creators as ReturnType<typeof named> } : {}
      const change = async (id: number, values: object) => {
        const [outcome] = await write([{ kind: 'update', id, values }])
        return outcome!
      }
      const idOf = (outcome: object) => (outcome as { id: number }).id
      const stored = (id: number) =>
        database()
          .db.selectFrom('items')
          .selectAll()
          .where('id', '=', id)
          .executeTakeFirstOrThrow() as Promise<Record<string, unknown>>
      const refusedFor = (outcome: object) =>
        'problems' in outcome ? (outcome.problems as { field: string }[]).map(({ field }) => field) : outcome

      it('an item without what its type needs is refused, and each missing field is named', async () => {
        const type = await setRules(database(), 'Needing', { needs: ['creators', 'year'] })
        expect(refusedFor(await add(type))).toEqual(['creators', 'year'])
        expect(refusedFor(await add(type, { year: 1984 }))).toEqual(['creators'])
        expect(refusedFor(await add(type, { year: 0, creators: [] }))).toEqual(['creators'])
        expect(await add(type, { year: 0, creators: named('Ada') })).toMatchObject({ changed: true })
      })

      it('an identifier that its scheme refuses is refused, and one spelling is another', async () => {
        const type = await setRules(database(), 'Printed', { scheme: 'isbn' })
        const refused = await add(type, { identifier: wrong })
        expect(refused).toMatchObject({
          refused: 'rule',
          problems: [{ field: 'identifier', problem: expect.stringContaining('last digit') as string }],
        })
        const first = idOf(await add(type, { identifier: isbnAsTen }))
        expect(await stored(first)).toMatchObject({ identifier: isbnAsTen, identifier_key: '9780441478125' })
        expect(await add(type, { identifier: isbn })).toMatchObject({
          refused: 'taken',
          existing: { id: first },
        })
        const twice = await write(
          ['0-306-40615-2', '9780306406157'].map((identifier) => ({
            kind: 'create',
            values: { title: 'x', type, ...ofDomain({ identifier }) },
          })),
        )
        expect(twice).toMatchObject([{ changed: true }, { refused: 'taken' }])
        expect(await change(first, { identifier: isbn })).toMatchObject({ changed: true })
        expect(await add(type, { identifier: null })).toMatchObject({ changed: true })
      })

      it('what was there before stays, and can be saved as long as the field itself is not touched', async () => {
        const type = await setRules(database(), 'Old')
        const id = idOf(await add(type, { identifier: wrong, year: 1990 }))
        const bare = idOf(await add(type))
        await setRules(database(), 'Old', { scheme: 'isbn', needs: ['year', 'creators'] })
        expect(await change(id, { title: 'y' })).toEqual({ id, changed: true })
        expect(await change(id, { title: 'z', identifier: wrong, creators: [], type })).toEqual({
          id,
          changed: true,
        })
        expect(await stored(id)).toMatchObject({ title: 'z', identifier: wrong })
        expect(refusedFor(await change(id, { identifier: '9780441478120' }))).toEqual(['identifier'])
        expect(refusedFor(await change(id, { year: null }))).toEqual(['year'])
        expect(await change(bare, { year: null, title: 'again' })).toEqual({ id: bare, changed: true })
        expect(await change(id, { identifier: null })).toEqual({ id, changed: true })
        expect(await change(id, { identifier: isbn, creators: named('Ada') })).toEqual({ id, changed: true })
        expect(refusedFor(await change(id, { creators: [] }))).toEqual(['creators'])
      })

      it('an item that gets another type is judged by all of its rules, and compared by its scheme', async () => {
        const free = await setRules(database(), 'Free')
        const strict = await setRules(database(), 'Strict', { scheme: 'isbn', needs: ['year'] })
        const id = idOf(await add(free, { identifier: isbnAsTen }))
        const broken = idOf(await add(free, { identifier: wrong, year: 1999 }))
        expect(await stored(id)).toMatchObject({ identifier_key: isbnAsTen })
        expect(refusedFor(await change(id, { type: strict }))).toEqual(['year'])
        expect(refusedFor(await change(broken, { type: strict }))).toEqual(['identifier'])
        expect(await change(id, { type: strict, year: 1969 })).toEqual({ id, changed: true })
        expect(await stored(id)).toMatchObject({ identifier: isbnAsTen, identifier_key: '9780441478125' })
        expect(await add(strict, { identifier: isbn, year: 1 })).toMatchObject({ refused: 'taken' })
        expect(await change(id, { type: free })).toEqual({ id, changed: true })
        expect(await stored(id)).toMatchObject({ identifier_key: isbnAsTen })
      })

      it('a pattern of one’s own is kept, and a rule about a field that is not declared is ignored', async () => {
        const type = await setRules(database(), 'Stock', {
          scheme: 'pattern',
          pattern: 'INV-9999',
          needs: ['gone_field'],
        })
        expect(refusedFor(await add(type, { identifier: 'INV-12' }))).toEqual(['identifier'])
        const id = idOf(await add(type, { identifier: 'inv 0012' }))
        expect(await stored(id)).toMatchObject({ identifier: 'inv 0012', identifier_key: 'inv0012' })
      })

      it('what a type hides stays where it is', async () => {
        const type = await setRules(database(), 'Hiding')
        const id = idOf(await add(type, { year: 1950, description: 'Kept' }))
        await setRules(database(), 'Hiding', { hides: ['year', 'description'] })
        expect(await change(id, { title: 'Another' })).toEqual({ id, changed: true })
        expect(await stored(id)).toMatchObject({ year: 1950, description: 'Kept' })
      })

      it.runIf(hasFields('internal_notes'))(
        'nobody is asked for a field that they may not write',
        async () => {
          const type = await setRules(database(), 'Secretive', { needs: ['internal_notes'] })
          const values = { title: 'x', type }
          const clerk = {
            ...operator,
            permissions: new Set(['catalogue.read', 'item.create']),
          } as unknown as Viewer
          expect(await write([{ kind: 'create', values }], clerk)).toMatchObject([{ changed: true }])
          expect(refusedFor((await write([{ kind: 'create', values }]))[0]!)).toEqual(['internal_notes'])
        },
      )

      it('one refusal in a batch leaves the others alone', async () => {
        const type = await setRules(database(), 'Batch', { needs: ['year'] })
        const create = (more: object): ItemChange => ({
          kind: 'create',
          values: { title: 'x', type, ...ofDomain(more) },
        })
        const outcomes = await write([create({ year: 1 }), create({}), create({ year: 2 })])
        expect(outcomes).toMatchObject([{ changed: true }, { refused: 'rule' }, { changed: true }])
        const { count } = await database()
          .db.selectFrom('items')
          .select((eb) => eb.fn.count<number>(columnCalled('year')).as('count'))
          .where('item_type_id', '=', type)
          .executeTakeFirstOrThrow()
        expect(count).toBe(2)
      })
    },
    { each: false },
  )
})
