/** The words of the domain reach every component that says them: a library becomes an inventory by changing them. */
import { renderToString } from 'preact-render-to-string'
import { expect, test, vi } from 'vitest'
import { ErrorPage } from '../../src/ui/error-page.tsx'
import { Layout } from '../../src/ui/layout.tsx'
import { SearchBox } from '../../src/ui/search-box.tsx'
import { LookPage } from '../../src/features/learn/look/pages/index.tsx'
import { domain } from '../../src/domain.ts'
import type * as domainModule from '../../src/domain.ts'

vi.mock('../../src/domain.ts', async (original) => {
  const { noun } = await import('../../src/rules/words.ts')
  const real = await original<typeof domainModule>()
  return {
    ...real,
    domain: {
      ...real.domain,
      name: 'Storeroom',
      tagline: 'What is on the shelves.',
      item: noun('product', 'products'),
      lookups: {
        creators: { ...real.domain.lookups.creators, noun: noun('supplier', 'suppliers') },
        categories: { ...real.domain.lookups.categories, noun: noun('label', 'labels') },
        types: { ...real.domain.lookups.types, noun: noun('kind', 'kinds') },
      },
    },
  }
})

const assets = { styles: '/s.css', script: '/m.js', theme: '/t.js' }

/** What a person reads: text, and the attributes that are shown or read out. Code keeps the names of the tables. */
function words(html: string): string {
  const read = [...html.matchAll(/(?:aria-label|title|placeholder|alt|content|data-label)="([^"]*)"/g)].map(
    ([, text]) => text,
  )
  const shown = html
    .replaceAll(/<(code|pre|script)\b.*?<\/\1>/gs, ' ')
    .replaceAll(/<span class="relation-table">.*?<\/span>/g, ' ')
  return [shown.replaceAll(/<[^>]*>/g, ' '), ...read].join(' ')
}

test('no component says item, creator, category or type once they are called otherwise', () => {
  const html = renderToString(
    <Layout title="Somewhere" path="/items" assets={assets} viewer={{ username: 'ada' }}>
      <ErrorPage status={404} />
      <SearchBox id="second" />
      <LookPage both />
    </Layout>,
  )
  expect(words(html)).toContain('Products')
  expect(words(html)).toContain(domain.name)
  expect(words(html)).not.toMatch(/\b(items?|creators?|categor(y|ies)|types?)\b/i)
})
