/** The figures of searches as two tables. */
import type { SearchFigures } from './search.ts'
import { fine, known, table } from './table.ts'

const explanation = `\
Whole pages of 24 items with all numbers beside the filters, one request after the other, for a visitor who is not signed in, at addresses that do not repeat (but for the
suggestions); what the search remembers of words is pushed out where they do. **Work**: milliseconds of the processor for one request, of the server with its search process, and on PostgreSQL of the processes of their connections
(those that end meanwhile, such as the helpers of a single statement, are not seen: it is more than that). **Floor**: a bare server that answers as many bytes, without SQL. **like**: \`title like '%word%' or description like '%word%'\`,
the number of items and 24 of them with their joins, without any numbers beside filters: milliseconds of the processor on SQLite, of waiting on PostgreSQL (\`ilike\`). It finds other items: not by names, but in the middle of
words. Words are those of the generated catalogue, each with the longer words that begin with it. In the small catalogue “4,000 pages deep” is half way down, 417 pages.`

const memoryExplanation = `\
**Ready**: the server answers pages. **First search**: it has answered a search as well, in milliseconds from the start; **its work** is that of both processes until then. **Columns** and **words** are what the search keeps in memory
(what items are filtered and counted by; words for other spellings), **process** is all that its process has allocated after the measurements. **A spelling**: the work for one misspelt word without its page.
**Item**: p50 of an item's page, alone and beside the heaviest searches one after the other.`

export function searchReport(figures: readonly SearchFigures[]): string[] {
  return [explanation, '', ...kindTable(figures), '', memoryExplanation, '', ...memoryTable(figures)]
}

function kindTable(figures: readonly SearchFigures[]): string[] {
  const head = ['engine', 'items', 'page', 'requests', 'work', 'floor', 'p50', 'p99', 'like', 'bytes']
  return table(
    head,
    figures.flatMap(({ engine, size, kinds }) =>
      kinds.map(({ name, requests, work, floor, p50, p99, like, bytes }) => [
        ...[engine, size.toLocaleString('en'), name, String(requests)],
        ...[work, floor, p50, p99].map((each) => fine(each, 2)),
        like === undefined ? '' : fine(like, 2),
        bytes.toLocaleString('en'),
      ]),
    ),
  )
}

function memoryTable(figures: readonly SearchFigures[]): string[] {
  const head = [
    'engine',
    'items',
    'ready',
    'first search',
    'its work',
    'columns, MB',
    'words, MB',
    'process, MB',
  ]
  return table(
    [...head, 'a spelling', 'item', 'item beside searches'],
    figures.map(({ engine, size, alone, beside, ...each }) => [
      ...[engine, size.toLocaleString('en')],
      ...[each.startup, each.firstSearch, each.firstSearchWork].map((ms) =>
        known(ms, Math.round(ms).toLocaleString('en')),
      ),
      ...[each.columns, each.vocabulary, each.memory, each.spelling, alone.p50, beside.p50].map((number) =>
        fine(number, 2),
      ),
    ]),
  )
}
