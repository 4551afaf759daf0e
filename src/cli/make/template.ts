/** The files of a new resource. The templates are those of loans, and are read like any other code; here other words take their place. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { camelOf } from './words.ts'
import type { ResourceWords } from './words.ts'

const folder = path.join(import.meta.dirname, 'template')

/** The files by their templates: those of the feature, and its test. */
const files = ['routes.tsx', 'pages.tsx', 'forms.ts', 'queries.ts', 'commands.ts', 'routes.test.ts']

export interface NewFile {
  /** From the root of the project. */
  readonly path: string
  readonly text: string
}

/** @param hasOwn whether there are rows that name somebody, who may then read those */
export function filesOf(words: ResourceWords, hasOwn: boolean): Promise<NewFile[]> {
  return Promise.all(
    files.map(async (file) => {
      const template = await readFile(path.join(folder, `${file}.txt`), 'utf8')
      const top = file.endsWith('.test.ts') ? 'tests' : 'src'
      return { path: `${top}/features/${words.table}/${file}`, text: fill(template, words, hasOwn) }
    }),
  )
}

function fill(template: string, words: ResourceWords, hasOwn: boolean): string {
  const text = hasOwn ? template : template.replaceAll(", 'loan.read.own'", '')
  return text
    .split('\n')
    .map((line) => (isProse(line) ? fillProse(line, words) : fillCode(line, words)))
    .join('\n')
}

const isProse = (line: string) => /^\s*(\/\/|\/?\*)/.test(line)

function fillProse(line: string, { one, many }: ResourceWords): string {
  const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)
  return line
    .replaceAll('Loans', capital(many))
    .replaceAll('loans', many)
    .replaceAll(/\ba loan\b/g, /^[aeiou]/.test(one) ? `an ${one}` : `a ${one}`)
    .replaceAll('loan', one)
}

/** In order: what is a table or an address, what is a permission, what is part of a name in code, what is text. */
function fillCode(line: string, words: ResourceWords): string {
  const { table, one, many, typeOfOne, typeOfMany, permission } = words
  return line
    .replaceAll(/(?<=['"/.])loans(?=['"/.}:?])|(?<=resources\.)loans/g, table)
    .replaceAll(/(?<=')loan(?=\.\w)/g, permission)
    .replaceAll('Loans', typeOfMany)
    .replaceAll('Loan', typeOfOne)
    .replaceAll(/\bloans(?=\.(get|post)| = )/g, camelOf(table))
    .replaceAll(/\bloans\b/g, many)
    .replaceAll(/\bloan\b/g, one)
}
