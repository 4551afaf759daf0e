/** The file of a revision is code, whatever its message holds. */
import ts from 'typescript'
import { expect, it } from 'vitest'
import { printFile } from '../../../../src/db/migrate/generate/print.ts'

it.each(["the shelves' marks", 'ends a comment */ here', 'two\nlines', 'a "quote" and a \\'])(
  'can be parsed with the message %j',
  (message) => {
    const text = printFile({ follows: null, message, losses: [], up: [], down: [], from: 'define.ts' })
    const { diagnostics } = ts.transpileModule(text, { reportDiagnostics: true })
    expect(diagnostics?.map(({ messageText }) => messageText)).toEqual([])
  },
)
