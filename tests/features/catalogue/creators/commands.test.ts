/** The forms of creators: adding, changing, deleting. */
import { describe, expect, it } from 'vitest'
import { forEachEngine } from '../../../setup/database.ts'
import { idIn, messageAt, valuesIn } from '../../../setup/form-page.ts'
import { behaveAsNames } from '../../../setup/name-forms.ts'

forEachEngine((database) => {
  const staff = behaveAsNames(database, {
    path: 'creators',
    table: 'creators',
    one: 'creator',
    rest: { birth_year: '-427', death_year: '-347' },
    storedRest: { birth_year: -427, death_year: -347 },
  })

  describe('the years of a life', () => {
    it('are refused where death comes before birth, also against the year that is stored', async () => {
      const answer = await staff().post('/creators', {
        name: 'Backwards',
        birth_year: '1900',
        death_year: '1899',
      })
      expect(answer.status).toBe(422)
      const page = await answer.text()
      expect(messageAt(page, 'death_year')).toMatch(/before year of birth/)
      expect(valuesIn(page, 'birth_year')).toEqual(['1900'])
      const id = idIn(
        await staff().post('/creators', { name: 'Forwards', birth_year: '1900', death_year: '1950' }),
      )
      const later = await staff().post(`/creators/${id}`, { name: 'Forwards', birth_year: '1960' })
      expect(later.status).toBe(422)
      expect(messageAt(await later.text(), 'death_year')).toMatch(/before year of birth/)
      expect(
        (await staff().post(`/creators/${id}`, { name: 'Forwards', birth_year: '', death_year: '' })).status,
      ).toBe(303)
    })

    it.each(['birth_year', 'death_year'])('have their message at their field: %s', async (field) => {
      for (const year of ['1850?', '10000', '-10000', '1e3', '１９００']) {
        const answer = await staff().post('/creators', { name: 'Years', [field]: year })
        expect(answer.status).toBe(422)
        const page = await answer.text()
        expect(messageAt(page, field)).toMatch(/whole number from -9999 to 9999/)
        expect(valuesIn(page, field)).toEqual([year])
      }
    })
  })
})
