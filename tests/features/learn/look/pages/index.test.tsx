/** The style sheet shows each part once, or once by day and once by night, without two elements of one name. */
import { renderToString } from 'preact-render-to-string'
import { expect, test } from 'vitest'
import { LookPage } from '../../../../../src/features/learn/look/pages/index.tsx'
import { Layout } from '../../../../../src/ui/layout.tsx'

const assets = { styles: '/s.css', script: '/m.js', theme: '/t.js' }

test.each([false, true])(
  'no id stands twice (light and dark: %s), and every part can be jumped to',
  (both) => {
    const html = renderToString(
      <Layout title="The look" path="/learn/look" assets={assets}>
        <LookPage both={both} />
      </Layout>,
    )
    const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id)
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
    const nav = /<nav class="look-nav".*?<\/nav>/s.exec(html)?.[0] ?? ''
    for (const [, anchor] of nav.matchAll(/href="#([^"]*)"/g)) expect(ids).toContain(anchor)
    for (const [, target] of html.matchAll(/ (?:for|aria-labelledby|popovertarget)="([^" ]*)"/g))
      expect(ids).toContain(target)
  },
)
