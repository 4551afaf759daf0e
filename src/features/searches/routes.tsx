/** Saved searches: the list of one's own, keeping one, looking at what is new in one, and deleting one. */
import { Hono } from 'hono'
import type { AppContext, AppEnv } from '../../http/context.ts'
import { answerForm, typedText } from '../../http/form.ts'
import type { FieldError } from '../../http/form.ts'
import { idOf } from '../../http/id.ts'
import { seeOther } from '../../http/notice.ts'
import { page } from '../../http/respond.tsx'
import { paths } from '../../paths.ts'
import { allow } from '../../security/rights/allow.ts'
import { deleteSearch, saveSearch, visitSearch } from './commands.ts'
import { parseNoFields, parseSearchForm, readPageNumber } from './forms.ts'
import { NotChangedPage, NotSavedPage, SearchesPage, notChanged, saveTitle, searchesTitle } from './pages.tsx'
import { listSearches } from './queries.ts'

export const searches = new Hono<AppEnv>()

searches.get('/searches', allow('search.save'), async (c) => {
  const { viewer, config } = c.var
  const number = readPageNumber(c.req.query('page'))
  const list = await listSearches(c.var, number, viewer)
  const body = <SearchesPage {...list} page={number} baseUrl={config.baseUrl} />
  return page(c, searchesTitle, body, { noIndex: true })
})

searches.post('/searches', allow('search.save'), (c) =>
  answerForm(c, {
    parse: parseSearchForm,
    work: ({ input, formKey }) => saveSearch(c.var.em(), input, c.var.viewer, formKey),
    again: ({ status, errors, typed }) => {
      const [name, address] = [typedText(typed, 'name'), typedText(typed, 'address')]
      return page(c, saveTitle, <NotSavedPage {...{ name, address, errors }} />, { status, noIndex: true })
    },
    done: () => seeOther(c, paths.searches(), 'search.saved'),
  }),
)

searches.post('/searches/:id{[0-9]+}/visits', allow('search.save'), (c) =>
  answerForm(c, {
    parse: parseNoFields,
    work: () => visitSearch(c.var.em(), idOf(c), c.var.viewer),
    again: ({ status, errors }) => refused(c, errors, status),
    done: ({ address }) => c.redirect(`${paths.items()}?${newestFirst(address)}`, 303),
  }),
)

searches.post('/searches/:id{[0-9]+}/deletions', allow('search.save'), (c) =>
  answerForm(c, {
    parse: parseNoFields,
    work: ({ formKey }) => deleteSearch(c.var.em(), idOf(c), c.var.viewer, formKey),
    again: ({ status, errors }) => refused(c, errors, status),
    done: () => seeOther(c, paths.searches(), 'search.deleted'),
  }),
)

function refused(c: AppContext, errors: readonly FieldError[], status: number): Response {
  return page(c, notChanged, <NotChangedPage errors={errors} />, { status, noIndex: true })
}

/** What is new stands first: that is the order of every list, but for one of words. */
function newestFirst(address: string): string {
  const search = new URLSearchParams(address)
  search.delete('sort')
  if (search.has('q')) search.set('sort', 'newest')
  return search.toString()
}
