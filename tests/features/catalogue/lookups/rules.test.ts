/** The rules of a type: chosen in its form, said on its page, and the items from before that break them. */
import { describe, expect, it } from 'vitest'
import { updateEntry } from '../../../../src/features/catalogue/lookups/commands.ts'
import { operator } from '../../../../src/security/rights/viewer.ts'
import { appOf } from '../../../setup/browser.ts'
import { addItems } from '../../../setup/catalogue.ts'
import { forEachEngine } from '../../../setup/database.ts'
import { idIn, messageAt, valuesIn } from '../../../setup/form-page.ts'
import { hasFields } from '../../../setup/known-fields.ts'
import { signedIn } from '../../../setup/people.ts'
import { setRules } from '../../../setup/type-rules.ts'

/** The rule that is chosen for a field in the form of a type. */
const chosenRule = (page: string, field: string) =>
  [...page.matchAll(/<input[^>]*type="radio"[^>]*>/g)]
    .map(([input]) => input)
    .find((input) => input.includes(`name="rule.${field}"`) && /\schecked/.test(input))
    ?.match(/value="(\w+)"/)?.[1]

const textOf = (page: string) => page.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')

describe.runIf(hasFields('identifier', 'year', 'description', 'internal_notes'))(
  'the rules of a type',
  () => {
    forEachEngine((database) => {
      const staff = () => signedIn(database(), appOf(database()), 'staff')
      const member = () => signedIn(database(), appOf(database()), 'member')
      const rulesIn = async (type: number) => {
        const rows = await database()
          .db.selectFrom('item_type_fields')
          .selectAll()
          .where('item_type_id', '=', type)
          .orderBy('field')
          .execute()
        return rows.map(({ field, rule }) => `${field} ${rule}`)
      }
      const keysOf = async (type: number) => {
        const rows = await database()
          .db.selectFrom('items')
          .select('identifier_key' as 'title')
          .where('item_type_id', '=', type)
          .orderBy('id')
          .execute()
        return rows.map((row) => (row as unknown as { identifier_key: string }).identifier_key)
      }

      it('are chosen when it is added, stand in its form, and are said on its page', async () => {
        const browser = await staff()
        const empty = await (await browser.get('/types/new')).text()
        expect([
          chosenRule(empty, 'year'),
          chosenRule(empty, 'title'),
          valuesIn(empty, 'identifier_scheme'),
        ]).toEqual(['optional', undefined, ['']])
        const added = await browser.post('/types', {
          name: 'Monograph',
          description: '',
          identifier_scheme: 'isbn',
          identifier_pattern: '',
          'rule.creators': 'required',
          'rule.year': 'hidden',
          'rule.description': 'optional',
        })
        const type = idIn(added)
        expect(await rulesIn(Number(type))).toEqual(['creators required', 'year hidden'])
        const form = await (await browser.get(`/types/${type}/edit`)).text()
        expect([
          chosenRule(form, 'creators'),
          chosenRule(form, 'year'),
          chosenRule(form, 'description'),
        ]).toEqual(['required', 'hidden', 'optional'])
        expect(valuesIn(form, 'identifier_scheme')).toEqual(['isbn'])
        const page = textOf(await (await (await member()).get(`/types/${type}`)).text())
        expect(page).toMatch(/Identifier\s+ISBN \(books\)\s+Needed\s+Creators\s+Hidden\s+Year/)
      })

      it('a form without them, or with some, leaves the others; those about fields that are gone are dropped', async () => {
        const type = await setRules(database(), 'Partial', {
          scheme: 'issn',
          needs: ['year', 'gone_field'],
          hides: ['description'],
        })
        const browser = await staff()
        expect(
          (await browser.post(`/types/${type}`, { name: 'Partial', 'rule.year': 'optional' })).status,
        ).toBe(303)
        expect(await rulesIn(type)).toEqual(['description hidden'])
        const form = await (await browser.get(`/types/${type}/edit`)).text()
        expect(valuesIn(form, 'identifier_scheme')).toEqual(['issn'])
      })

      it('a pattern is needed with its scheme, and must have a place for something', async () => {
        const browser = await staff()
        const send = (identifier_pattern: string) =>
          browser.post('/types', {
            name: `Stock ${identifier_pattern}`,
            identifier_scheme: 'pattern',
            identifier_pattern,
          })
        for (const wrong of ['', 'xyz', 'A'.repeat(101)]) {
          const answer = await send(wrong)
          expect(answer.status).toBe(422)
          const page = await answer.text()
          expect(messageAt(page, 'identifier_pattern')).toContain('Pattern')
          expect(valuesIn(page, 'identifier_pattern')).toEqual([wrong])
        }
        const type = idIn(await send('INV-9999'))
        expect(textOf(await (await browser.get(`/types/${type}`)).text())).toMatch(/Identifier\s+INV-9999/)
        const unknown = await browser.post('/types', {
          name: 'Odd',
          identifier_scheme: 'isbm',
          'rule.year': 'maybe',
          'rule.title': 'hidden',
        })
        expect(unknown.status).toBe(422)
      })

      it('a new scheme compares the items anew, and the old one back again', async () => {
        const type = await setRules(database(), 'Anew')
        const typed = ['978-0-441-47812-5', '0306406152', 'No number', '978-0-441-47812-6']
        await addItems(
          database(),
          typed.map((identifier, at) => ({ title: `Anew ${at}`, type: 'Anew', identifier })),
        )
        const give = (identifier_scheme: string) =>
          updateEntry(database().em(), 'types', type, { name: 'Anew', identifier_scheme }, operator)
        await give('isbn')
        expect(await keysOf(type)).toEqual([
          '9780441478125',
          '9780306406157',
          ' no number',
          ' 978-0-441-47812-6',
        ])
        await give('ean')
        expect(await keysOf(type)).toEqual([
          '9780441478125',
          ' 0306406152',
          ' no number',
          ' 978-0-441-47812-6',
        ])
        await give('')
        expect(await keysOf(type)).toEqual([
          '978-0-441-47812-5',
          '0306406152',
          'no number',
          '978-0-441-47812-6',
        ])
      })

      it('an item may take the key that another gives up at the same time', async () => {
        const type = await setRules(database(), 'Handed on')
        const typed = ['EAN 9780441478125', '0441478123', '4006381333931']
        await addItems(
          database(),
          typed.map((identifier) => ({ title: 'h', type: 'Handed on', identifier })),
        )
        const give = (identifier_scheme: string) =>
          updateEntry(database().em(), 'types', type, { name: 'Handed on', identifier_scheme }, operator)
        await give('isbn')
        expect(await keysOf(type)).toEqual([' ean 9780441478125', '9780441478125', ' 4006381333931'])
        await give('ean')
        expect(await keysOf(type)).toEqual(['9780441478125', ' 0441478123', '4006381333931'])
        await give('isbn')
        expect(await keysOf(type)).toEqual([' ean 9780441478125', '9780441478125', ' 4006381333931'])
      })

      it('two items that would become one refuse the scheme and are named', async () => {
        const type = await setRules(database(), 'Twice')
        const ids = await addItems(database(), [
          { title: 'Short form', type: 'Twice', identifier: '0-441-47812-3' },
          { title: 'Long form', type: 'Twice', identifier: '9780441478125' },
          { title: 'Long with hyphens', type: 'Twice', identifier: '978-0-441-47812-5' },
        ])
        const browser = await staff()
        const answer = await browser.post(`/types/${type}`, {
          name: 'Twice',
          identifier_scheme: 'isbn',
          'rule.year': 'required',
        })
        expect(answer.status).toBe(409)
        const page = await answer.text()
        for (const title of ['Short form', 'Long form', 'Long with hyphens']) expect(page).toContain(title)
        expect(page).toContain('9780441478125')
        expect(page).toContain(`href="/items/${String(ids[2])}"`)
        expect(await keysOf(type)).toEqual(['0-441-47812-3', '9780441478125', '978-0-441-47812-5'])
        expect(await rulesIn(type)).toEqual([])
      })

      it('more items than are looked at together are compared anew as well', async () => {
        const type = await setRules(database(), 'Many', { scheme: 'pattern', pattern: '9999 A' })
        await addItems(
          database(),
          Array.from({ length: 2_345 }, (_, at) => ({
            title: 'm',
            type: 'Many',
            identifier: `${String(at).padStart(4, '0')} A`,
          })),
        )
        const give = (sent: object) =>
          updateEntry(database().em(), 'types', type, { name: 'Many', ...sent }, operator)
        await give({ identifier_pattern: '99-99A' })
        expect((await keysOf(type)).every((key) => /^\d{4}a$/.test(key))).toBe(true)
        await give({ identifier_pattern: '9999' })
        expect((await keysOf(type)).every((key) => /^ \d{4} a$/.test(key))).toBe(true)
      })

      it('items from before that break a rule are counted on its page, for those who may mend them, and listed', async () => {
        const type = await setRules(database(), 'Before')
        await addItems(database(), [
          { title: 'All well', type: 'Before', identifier: '0317-8471', year: 1990, creators: ['Ada'] },
          { title: 'No year', type: 'Before', identifier: '2434-561X', creators: ['Ada'] },
          { title: 'Wrong number', type: 'Before', identifier: '0317-8472', year: 1 },
          { title: 'Of another type', type: 'Elsewhere' },
        ])
        const browser = await staff()
        await browser.post(`/types/${type}`, {
          name: 'Before',
          identifier_scheme: 'issn',
          'rule.year': 'required',
          'rule.creators': 'required',
        })
        const page = await (await browser.get(`/types/${type}`)).text()
        expect(textOf(page)).toMatch(/Creators: 1 item Year: 1 item Identifier: 1 item/)
        for (const [field, title] of [
          ['year', 'No year'],
          ['identifier', 'Wrong number'],
          ['creators', 'Wrong number'],
        ] as const) {
          expect(page).toContain(`/items?type=${type}&amp;breaks=${field}`)
          for (const query of [
            `type=${type}&breaks=${field}`,
            `breaks=${field}&per_page=100`,
            `type=${type}&breaks=${field}&view=table&sort=title`,
          ]) {
            const list = await (await browser.get(`/items?${query}`)).text()
            expect([
              query,
              list.includes(`${title}</a>`),
              list.includes('All well</a>'),
              list.includes('Of another type</a>'),
            ]).toEqual([query, true, false, false])
          }
        }
        expect(textOf(await (await (await member()).get(`/types/${type}`)).text())).not.toContain(
          'break a rule',
        )
      })

      it('a rule about a private field is there for nobody else', async () => {
        const type = await setRules(database(), 'Discreet', { needs: ['internal_notes'] })
        await addItems(database(), [{ title: 'Without notes', type: 'Discreet' }])
        const [clerk, reader] = [await staff(), await member()]
        expect(textOf(await (await clerk.get(`/types/${type}`)).text())).toMatch(
          /Needed\s+Private notes.*Private notes: 1 item/,
        )
        const page = await (await reader.get(`/types/${type}`)).text()
        expect(page).not.toMatch(/Private notes|internal_notes|Needed/)
        const [hidden, unknown] = await Promise.all(
          ['internal_notes', 'no_such_field'].map(async (name) => {
            const list = await (await reader.get(`/items?type=${type}&breaks=${name}`)).text()
            return textOf(list).replaceAll(name, 'NAME')
          }),
        )
        expect(hidden).toBe(unknown)
        expect(hidden).toContain('“NAME” is not one of the choices')
        // Somebody who looks after types and may not read the notes.
        const keeper = { ...operator, permissions: new Set(['catalogue.read', 'lookup.manage']) } as never
        const write = updateEntry(
          database().em(),
          'types',
          type,
          { name: 'Discreet', 'rule.internal_notes': 'optional' },
          keeper,
        )
        await expect(write).rejects.toThrow('takes no field')
        await updateEntry(database().em(), 'types', type, { name: 'Discreet', 'rule.year': 'hidden' }, keeper)
        expect(await rulesIn(type)).toEqual(['internal_notes required', 'year hidden'])
      })

      it('goes when its type is deleted', async () => {
        const type = await setRules(database(), 'Short-lived', { needs: ['year'] })
        const browser = await staff()
        expect((await browser.post(`/types/${type}/deletions`)).status).toBe(303)
        expect(await rulesIn(type)).toEqual([])
      })
    })
  },
)
