/** The document around a page: what every page has. */
import { renderToString } from 'preact-render-to-string'
import { expect, test } from 'vitest'
import { capital } from '../../src/rules/words.ts'
import { domain } from '../../src/domain.ts'
import { Layout, documentTitle, type LayoutProps } from '../../src/ui/layout.tsx'

const assets = {
  styles: '/assets/s.css',
  script: '/assets/m.js',
  theme: '/assets/t.js',
  fonts: ['/fonts/a.woff2'],
}

function layout(props: Partial<LayoutProps> = {}): string {
  return renderToString(
    <Layout title="A page" path="/somewhere" assets={assets} {...props}>
      <h1>A page</h1>
    </Layout>,
  )
}

test('the title names the page, then the site; the front page has the site’s name alone', () => {
  expect(layout()).toContain(`<title>A page · ${domain.name}</title>`)
  expect(documentTitle(domain.name)).toBe(domain.name)
})

test('the frame of the browser has the colours of the paper, by day and by night', () => {
  const frame = { day: '#fefefe', night: '#010101' }
  const html = layout({ assets: { ...assets, frame } })
  expect(html).toContain('<meta name="theme-color" content="#fefefe" media="(prefers-color-scheme: light)"/>')
  expect(html).toContain('<meta name="theme-color" content="#010101" media="(prefers-color-scheme: dark)"/>')
  expect(layout()).not.toContain('theme-color')
})

test('the first thing to reach by keyboard leads to the content', () => {
  const html = layout()
  expect(/<a [^>]*>/.exec(html.slice(html.indexOf('<body')))?.[0]).toContain('href="#main"')
  expect(html).toMatch(/<main id="main" tabindex="-1">/i)
})

test('the entry of the page one is on is marked, and so is that of anything below it', () => {
  const entry = (path: string) =>
    [...layout({ path }).matchAll(/<a href="[^"]*" aria-current="(\w+)">([^<]*)/g)].map(([, how, label]) => [
      how,
      label,
    ])
  expect(entry('/items')).toEqual([['page', capital(domain.item.many)]])
  expect(entry('/items/7/edit')).toEqual([['true', capital(domain.item.many)]])
  expect(entry('/itemsomething')).toEqual([])
  expect(entry('/learn/look')).toEqual([['true', 'Learn']])
})

test('a visitor can sign in and comes back to the page; registering is offered only where it is open', () => {
  expect(layout({ path: '/items/7' })).toContain('/login?next=%2Fitems%2F7')
  expect(layout()).toContain('/register')
  expect(layout({ registration: false })).not.toContain('/register')
})

test('whoever is signed in has a menu that works without JavaScript, and signs out by a form', () => {
  const html = layout({
    viewer: { username: 'ada<b>', role: 'Staff', menu: [{ label: 'People', href: '/admin/users' }] },
  })
  expect(html).toMatch(/<details class="account account-menu"/)
  expect(html).toContain('ada&lt;b>')
  expect(html).toContain('href="/admin/users"')
  expect(html).toMatch(/<form method="post" action="\/logout" hx-boost="false"/)
  expect(html).not.toContain('/login')
})

test('a notice is read out: an error at once, the rest when there is time', () => {
  expect(layout({ notice: { kind: 'success', text: 'Saved' } })).toMatch(
    /<main[^>]*><div class="page-notice"[^>]* autofocus[^>]*>.*Saved/s,
  )
  expect(layout({ notice: { kind: 'error', text: 'Not saved' } })).toMatch(
    /<main[^>]*><div class="page-notice"[^>]*><div class="message message-error">.*Not saved/s,
  )
})

test('nothing in the document needs more than the strictest Content-Security-Policy', () => {
  const html = layout({
    viewer: { username: 'ada' },
    query: '"><script>',
    notice: { kind: 'info', text: '<i>' },
  })
  expect(html).not.toMatch(/<style|style=|\son\w+=|hx-on|javascript:|js:/)
  for (const [, attributes, content] of html.matchAll(/<script([^>]*)>(.*?)<\/script>/gs)) {
    expect(attributes).toContain('src="/assets/')
    expect(content).toBe('')
  }
  expect(html).toContain('value="&quot;>&lt;script>"')
  expect(html).toContain('&lt;i>')
})

test('the front page has its search box in the page, every other one in the header', () => {
  expect(layout({ path: '/' })).not.toContain('role="search"')
  expect(layout({ path: '/items', query: 'varda' })).toMatch(/role="search".*value="varda"/s)
})

test('a page can ask not to be listed, and name its one address', () => {
  const html = layout({ noIndex: true, canonical: 'https://library.example/items' })
  expect(html).toContain('<meta name="robots" content="noindex"')
  expect(html).toContain('<link rel="canonical" href="https://library.example/items"')
})

test('what has just been done is the name of what takes the focus', () => {
  const html = layout({ notice: { kind: 'success', text: 'The item is "saved"' } })
  const notice = /<div class="page-notice"[^>]*>/.exec(html)?.[0] ?? ''
  expect(notice).toContain('aria-label="The item is &quot;saved&quot;"')
  expect(notice).toMatch(/tabindex="-1" autofocus/i)
})
