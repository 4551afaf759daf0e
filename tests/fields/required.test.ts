/** A field that is declared `required`: nothing new is saved without it, whichever way it comes. */
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, inject, it, vi } from 'vitest'
import type * as project from '../../src/domain.ts'

vi.mock('../../src/domain.ts', async (original) => {
  const { domain } = await original<typeof project>()
  const fields = Object.entries(domain.fields).map(([name, field]) => [
    name,
    ['year', 'creators'].includes(name) ? { ...field, required: true } : field,
  ])
  const types = domain.types.map((type) => ({ ...type, needs: [] }))
  return { domain: { ...domain, types, fields: Object.fromEntries(fields) as typeof domain.fields } }
})

const { addItems } = await import('../setup/catalogue.ts')
const { appOf } = await import('../setup/browser.ts')
const { forEachEngine } = await import('../setup/database.ts')
const { messageAt, valuesIn } = await import('../setup/form-page.ts')
const { hasFields } = await import('../setup/known-fields.ts')
const { signedIn } = await import('../setup/people.ts')
const { setRules } = await import('../setup/type-rules.ts')
const { importFile } = await import('../../src/features/transfer/commands.ts')
const { operator } = await import('../../src/security/rights/viewer.ts')

describe.runIf(hasFields('year', 'creators'))('a required field', () => {
  forEachEngine((database, engine) => {
    async function problemsOf(lines: readonly string[]) {
      const file = path.join(inject('runFolder'), `required-${engine}-${process.pid}.csv`)
      await writeFile(file, lines.join('\n'))
      const problems: string[] = []
      const { added } = await importFile(database(), file, {
        dryRun: false,
        actor: operator,
        onProblem: ({ line, column, message }) => problems.push(`${line} ${column}: ${message}`),
      })
      return { problems, added }
    }

    it.each([
      ['sends it empty', { year: '', creators: '' }],
      ['does not send it', {}],
    ])('is asked for where a form %s', async (_, sent) => {
      const type = await setRules(database(), 'Plain')
      const browser = await signedIn(database(), appOf(database()), 'staff')
      const answer = await browser.post('/items', { title: 'Nothing else', type: String(type), ...sent })
      expect(answer.status).toBe(422)
      const page = await answer.text()
      expect(messageAt(page, 'year')).toBe('Year is needed. Fill it in.')
      expect(messageAt(page, 'creators')).toBe('Creators are needed. Fill it in.')
    })

    it.each([
      ['has an empty cell', ['title,item_type,year,creators', 'Nothing else,Plain,,']],
      ['has no such column', ['title,item_type', 'Nothing else,Plain']],
    ])('is asked for where a file %s', async (_, lines) => {
      const { problems, added } = await problemsOf(lines)
      expect(problems.toSorted()).toEqual(['2 creators: are needed', '2 year: is needed'])
      expect(added).toBe(0)
    })

    it('may stay empty where it was before, as long as nobody sends it empty', async () => {
      const [id = 0] = await addItems(database(), [{ title: 'From before', type: 'Plain' }])
      const browser = await signedIn(database(), appOf(database()), 'staff')
      const page = await (await browser.get(`/items/${id}/edit`)).text()
      const sent = {
        title: 'Still without',
        type: valuesIn(page, 'type')[0] ?? '',
        version: valuesIn(page, 'version')[0] ?? '',
      }
      expect((await browser.post(`/items/${id}`, { ...sent, year: '' })).status).toBe(422)
      expect((await browser.post(`/items/${id}`, sent)).status).toBe(303)
    })
  })
})
