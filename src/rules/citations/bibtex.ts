/**
 * Entries for BibTeX and biber. Text stays in UTF-8; what LaTeX would read as a command is written so that it is printed.
 * @see https://www.ctan.org/pkg/bibtex
 */
import type { CitedName } from './names.ts'
import { identified, kindWords, volumeAndIssue } from './work.ts'
import type { CitedWork, KindOfWork } from './work.ts'

const entryTypes: Partial<Record<KindOfWork, string>> = {
  article: 'article',
  book: 'book',
  report: 'techreport',
}

export function bibtex(work: CitedWork): string {
  const { kind, title, year, publisher, place } = work
  const { volume, issue } = volumeAndIssue(work.volume)
  const { doi, mark } = identified(work)
  const kept = [place, mark].filter((part) => part !== '').join(', ')
  const fields: readonly (readonly [name: string, text: string])[] = [
    ['author', work.authors.map(nameText).join(' and ')],
    // In a second pair of braces the capitals stay as they are.
    ['title', `{${escaped(title)}}`],
    [kind === 'article' ? 'journal' : 'booktitle', escaped(work.container)],
    ['volume', escaped(volume)],
    ['number', escaped(issue)],
    ['pages', escaped(work.pages).replace(/\s*[–-]+\s*/g, '--')],
    ['year', year === null ? '' : year < 0 ? `${-year} BCE` : String(year)],
    [kind === 'report' ? 'institution' : 'publisher', escaped(publisher)],
    ['howpublished', kindWords[kind] ?? ''],
    ['doi', doi.replace(/[{}\\]/g, '')],
    ['note', escaped(kept)],
  ]
  const lines = fields.filter(([, text]) => text !== '').map(([name, text]) => `  ${name} = {${text}},`)
  return [`@${entryTypes[kind] ?? 'misc'}{${keyOf(work)},`, ...lines, '}'].join('\n')
}

function nameText({ family, given, suffix, isWhole }: CitedName): string {
  if (isWhole) return `{${escaped(family)}}`
  return [family, suffix, given]
    .filter((part) => part !== '')
    .map(escaped)
    .join(', ')
}

const commands: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  // A brace alone, even behind a backslash, would leave the entry without its end.
  '{': '\\textbraceleft{}',
  '}': '\\textbraceright{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
}

function escaped(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\{}~^]/g, (sign) => commands[sign] ?? sign)
    .replace(/[&%$#_]/g, '\\$&')
}

/** `shannon1948mathematical`: by whom, when, and the first word of the title that says something. */
function keyOf({ authors, title, year }: CitedWork): string {
  const words = lettersOf(title).split(' ')
  const telling = words.find((word) => word.length > 3) ?? words[0] ?? ''
  const [name = ''] = lettersOf(authors[0]?.family ?? '')
    .split(' ')
    .slice(-1)
  return `${name}${year === null ? '' : String(Math.abs(year))}${telling}` || 'item'
}

/** Keys are of plain letters. */
function lettersOf(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
}
