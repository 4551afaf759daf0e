/** The guide that follows four changes: what it names is there, each file is reached from one named before it, and the way is short. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { readSource } from '../../architecture/source.ts'
import { firstCells, section } from '../markdown.ts'

const root = path.resolve(import.meta.dirname, '../../..')
const guide = readFileSync(path.join(root, 'docs/guides/follow-a-change.md'), 'utf8')
const source = (file: string) => readFileSync(path.join(root, file), 'utf8')

/** The rows of the tables in a part of the guide: a file, and the functions to read in it. */
function rowsOf(text: string): { file: string; names: string[] }[] {
  const names = [...text.matchAll(/^\| `[^`]+` \| (.+?) \|/gm)].map(([, cell = '']) =>
    [...cell.matchAll(/``(.+?)``|`([^`]+)`/g)].map(([, long, short]) => long ?? short ?? ''),
  )
  const files = firstCells(text).filter((cell) => cell.startsWith('`'))
  return files.map((cell, index) => ({ file: cell.replaceAll('`', ''), names: names[index] ?? [] }))
}

const [shared = '', ...paths] = guide.split(/^## /m)
const changes = paths.map((text) => [text.split('\n')[0] ?? '', rowsOf(text)] as const).slice(0, 4)

/** The files of the project that a file imports, also through the `queries.ts` of a feature, which hands on what its folder has. */
function importsOf(file: string): string[] {
  const direct = directImportsOf(file)
  return [...direct, ...direct.filter((each) => each.endsWith('/queries.ts')).flatMap(directImportsOf)]
}

function directImportsOf(file: string): string[] {
  return readSource(file, source(file)).imports.flatMap(({ specifier }) =>
    specifier.startsWith('.') ? path.posix.join(path.posix.dirname(file), specifier) : [],
  )
}

const isDeclared = (file: string, name: string) =>
  name.includes('(') || name.includes('/')
    ? source(file).includes(name)
    : new RegExp(String.raw`^export (async function|function|class|const) ${name}\b`, 'm').test(
        source(file),
      ) || new RegExp(String.raw`^(async )?function ${name}\b`, 'm').test(source(file))

describe.each([['The shared functions', rowsOf(shared)] as const, ...changes])('%s', (_, rows) => {
  it('are where the guide says', () => {
    expect(rows.length).toBeGreaterThan(2)
    const missing = rows.flatMap(({ file, names }) =>
      names.filter((name) => !isDeclared(file, name)).map((name) => `${file}: ${name}`),
    )
    expect(missing).toEqual([])
    expect(rows.filter(({ names }) => names.length === 0)).toEqual([])
  })
})

describe.each(changes)('the way of "%s"', (name, rows) => {
  it('has at most twelve files, with the three that are part of all', () => {
    expect(section(guide, name)).not.toBe('')
    expect(rows.length + rowsOf(shared).length).toBeLessThanOrEqual(12)
  })

  it('leads from each file to the next by an import', () => {
    const reached = new Set([rows[0]?.file, ...rowsOf(shared).map(({ file }) => file)])
    for (const { file } of rows) {
      if (file !== rows[0]?.file) {
        const earlier = [...reached].flatMap((known) => (known === undefined ? [] : importsOf(known)))
        expect(earlier, file).toContain(file)
      }
      reached.add(file)
    }
  })
})
