/** Suggestions for the search box: a page of links, or only its list for the script that shows them while somebody types. */
import { Hono } from 'hono'
import type { AppEnv } from '../../../http/context.ts'
import { page, part } from '../../../http/respond.tsx'
import { allow } from '../../../security/rights/allow.ts'
import { readTypedText } from './forms.ts'
import { SuggestionList, SuggestionsPage, suggestionsTitle } from './pages.tsx'
import { readSuggestions } from './queries.ts'

export const suggestions = new Hono<AppEnv>()

suggestions.get('/suggestions', allow('catalogue.read'), async (c) => {
  const typed = readTypedText(c.req.query('q'))
  const found = await readSuggestions(c.var.db, typed, c.var.viewer)
  const props = { text: typed.text, suggestions: found }
  // The header is htmx's own, so that both are asked for in one way; the answers to one address differ by it.
  c.header('vary', 'hx-request-type', { append: true })
  if (c.req.header('hx-request-type') === 'partial') return part(c, <SuggestionList {...props} />)
  return page(c, suggestionsTitle(typed.text), <SuggestionsPage {...props} />, {
    query: typed.text,
    noIndex: true,
  })
})
