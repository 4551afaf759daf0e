/** Cuts SQL into pieces for colouring: no parser, only what an eye looks for. */

export type SqlKind = 'keyword' | 'string' | 'number' | 'comment' | 'name' | 'parameter' | 'plain'

export interface SqlToken {
  readonly kind: SqlKind
  readonly text: string
}

const keywords = new Set(
  (
    'add all alter and any as asc begin between by cascade case check coalesce collate column commit conflict constraint count create cross ' +
    'default delete desc distinct do drop else end escape except exists explain extract false filter first for foreign from full group having if ' +
    'ilike in index inner insert intersect into is join key last left like limit materialized max min natural not null nulls of offset on or order ' +
    'outer over partition plan pragma primary query recursive references rename replace returning right rollback rows select set sum table then to ' +
    'transaction trigger true truncate union unique update using values vacuum view virtual when where window with without'
  ).split(' '),
)

// In order: comment, string, quoted name, parameter, number, word, anything else.
const pieces =
  /(--[^\n]*|\/\*[^]*?(?:\*\/|$))|('(?:[^']|'')*'?)|("(?:[^"]|"")*"?|`[^`]*`?)|(\$\d+|\?\d*|[:@][a-z_]\w*)|(\b\d+(?:\.\d+)?\b)|([a-z_]\w*)|([^])/giu

/** The pieces, in order; joined they are the text again, character for character. */
export function sqlTokens(sql: string): SqlToken[] {
  const tokens: SqlToken[] = []
  for (const match of sql.matchAll(pieces)) {
    const [text, comment, string, name, parameter, number, word] = match
    const kind: SqlKind = comment
      ? 'comment'
      : string
        ? 'string'
        : name
          ? 'name'
          : parameter
            ? 'parameter'
            : number
              ? 'number'
              : word && keywords.has(word.toLowerCase())
                ? 'keyword'
                : 'plain'
    const last = tokens.at(-1)
    if (kind === 'plain' && last?.kind === 'plain')
      tokens[tokens.length - 1] = { kind, text: last.text + text }
    else tokens.push({ kind, text })
  }
  return tokens
}
