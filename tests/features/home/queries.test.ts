/** The charts of the front page have the numbers that stand beside the list, and no others. */
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { lookupNames } from '../../../src/declared.ts'
import { noFilter } from '../../../src/features/catalogue/items/forms/filter.ts'
import { countItems, readFacets } from '../../../src/features/catalogue/items/queries.ts'
import { readOverview } from '../../../src/features/home/queries.ts'
import type { ShownDecades } from '../../../src/features/home/queries.ts'
import { answerWith } from '../../../src/search/client.ts'
import { Searcher } from '../../../src/search/searcher.ts'
import { visitor } from '../../../src/security/rights/viewer.ts'
import { addItems } from '../../setup/catalogue.ts'
import { domain } from '../../../src/domain.ts'
import { forEachEngine } from '../../setup/database.ts'
import { fieldCalled } from '../../setup/known-fields.ts'

const hasDecades = 'year' in domain.fields && domain.home.blocks.some(({ show }) => show === 'decades')

forEachEngine((database) => {
  const years = [1999, 1999, 1990, 1989, -1, -10, -11, null]
  beforeAll(async () => {
    await addItems(
      database(),
      years.map((year, at) => ({ title: `Thing ${at}`, year })),
    )
    // Without a limit: what the front page gives up would end the process that reads, and on a busy machine it never got there.
    await readFacets(database(), noFilter, visitor(true))
  })
  /** On a busy machine they are not there at once. */
  const decades = () =>
    vi.waitFor(
      async () => {
        const { blocks } = await readOverview(database(), visitor(true))
        const shown = blocks.find((block): block is ShownDecades => block.show === 'decades')
        if (!shown) throw new Error('There are no decades yet.')
        return shown.decades
      },
      { timeout: 60_000 },
    )

  describe.runIf(hasDecades)('the decades', () => {
    it('round down, before our era too, and leave out what has no year', async () => {
      const shown = await decades()
      expect(shown).toEqual([
        { decade: -20, count: 1 },
        { decade: -10, count: 2 },
        { decade: 1980, count: 1 },
        { decade: 1990, count: 3 },
      ])
    })

    it('are as many as the list behind each finds, and together as many as beside the filter', async () => {
      const shown = await decades()
      for (const { decade, count } of shown) {
        const filter = { ...noFilter, fields: { year: { from: String(decade), to: String(decade + 9) } } }
        expect(await countItems(database(), filter as never, visitor(true))).toMatchObject({ count })
      }
      const { fieldFacets } = await readFacets(database(), noFilter, visitor(true))
      const facet = fieldFacets[fieldCalled('year')]
      const sum = (list: readonly { count: number }[]) => list.reduce((all, { count }) => all + count, 0)
      expect(facet?.kind === 'range' && sum(facet.bars)).toBe(sum(shown))
    })

    it('follow what is written', async () => {
      await addItems(database(), [{ title: 'Later', year: 2024 }])
      expect((await decades()).at(-1)).toEqual({ decade: 2020, count: 1 })
    })

    it('are left out while the search does not answer, and there once it does', async () => {
      await addItems(database(), [{ title: 'Later still', year: 2031 }])
      answerWith(database(), { answer: () => new Promise(() => undefined) })
      const { items, blocks, figures } = await readOverview(database(), visitor(true))
      expect(blocks.map(({ show }) => show)).not.toContain('decades')
      expect([items, figures.length]).toEqual([years.length + 2, 1 + lookupNames.length])
      answerWith(database(), new Searcher(database().heavy))
      expect((await decades()).at(-1)).toEqual({ decade: 2030, count: 1 })
    })
  })
})
