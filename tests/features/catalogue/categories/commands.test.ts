/** The forms of categories: adding, changing, deleting. */
import { expect, it } from 'vitest'
import { limits } from '../../../../src/rules/limits.ts'
import { forEachEngine } from '../../../setup/database.ts'
import { messageAt, valuesIn } from '../../../setup/form-page.ts'
import { behaveAsNames } from '../../../setup/name-forms.ts'

forEachEngine((database) => {
  const staff = behaveAsNames(database, {
    path: 'categories',
    table: 'categories',
    one: 'category',
    rest: { description: 'What it "means"\nand what not' },
    storedRest: { description: 'What it "means"\nand what not' },
  })

  it('refuses a description that is too long, with the name as it was typed', async () => {
    const answer = await staff().post('/categories', {
      name: 'Fine',
      description: 'd'.repeat(limits.note + 1),
    })
    expect(answer.status).toBe(422)
    const page = await answer.text()
    expect(messageAt(page, 'description')).toMatch(/longer than 2,000 characters/)
    expect(valuesIn(page, 'name')).toEqual(['Fine'])
  })
})
