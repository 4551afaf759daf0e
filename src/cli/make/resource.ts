/** Plans a new resource: every file that is made or changed, as text, before anything is written. */
import { readFile, readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { domain } from '../../domain.ts'
import { formatCode } from '../../db/migrate/generate/index.ts'
import { permissions } from '../../rules/permissions.ts'
import { resources } from '../../resources.ts'
import type { Permission } from '../../rules/permissions.ts'
import { problemsOfResources } from '../../resources/problems.ts'
import type { Resource } from '../../resources/resource.ts'
import { noun } from '../../rules/words.ts'
import { CommandError } from '../command.ts'
import { asCode } from './fields.ts'
import type { FieldToMake } from './fields.ts'
import { draftForResource } from './revision.ts'
import { filesOf } from './template.ts'
import { camelOf } from './words.ts'
import type { ResourceWords } from './words.ts'

export const projectFolder = path.resolve(import.meta.dirname, '../../..')

/** A file as it is to be. */
export interface PlannedFile {
  /** From the folder of the project. */
  readonly path: string
  readonly text: string
  /** As it is now; undefined where there is none. */
  readonly before: string | undefined
}

/** What stands in the way of a name in code: words of JavaScript, and names that `app.tsx` has already. */
const codeTaken = (
  'app config database assets log break case catch class const continue debugger delete do enum export extends finally for function if ' +
  'implements import in instanceof interface let new package private protected public return static super switch this throw try typeof ' +
  'var void while with yield await async'
).split(' ')

/** @throws CommandError where the name is taken or cannot be, or a file is not as it was made */
export async function planResource(
  words: ResourceWords,
  fields: readonly FieldToMake[],
): Promise<PlannedFile[]> {
  const resource = declare(words, fields)
  const hasOwn = resource.readOwn !== undefined
  await mustBeFree(words, resource)
  const edits = await Promise.all([
    edit('src/resources.ts', (text) => addDeclaration(text, words, fields, hasOwn)),
    edit('src/rules/permissions.ts', (text) => addPermissions(text, resource)),
    edit('src/app.tsx', (text) => addRoutes(text, words)),
    edit('tests/access/routes.ts', (text) => addToTable(text, words)),
  ])
  const made = await filesOf(words, hasOwn)
  const revision = await draftForResource(words, resource)
  const path = revision.path.slice(projectFolder.length + 1).replaceAll('\\', '/')
  const files = [...made, { path, text: revision.text }].map((file) => ({ ...file, before: undefined }))
  return Promise.all([...files, ...edits].map(formatted))
}

function declare(words: ResourceWords, fields: readonly FieldToMake[]): Resource {
  const named = (what: string) => `${words.permission}.${what}` as Permission
  const isOwn = fields.some(({ declared }) => declared.kind === 'person')
  return {
    noun: noun(words.one, words.many),
    read: named('read'),
    ...(isOwn && { readOwn: named('read.own') }),
    manage: named('manage'),
    fields: Object.fromEntries(fields.map(({ name, declared }) => [name, declared])),
  }
}

async function mustBeFree(words: ResourceWords, resource: Resource): Promise<void> {
  const { table, typeOfOne, typeOfMany } = words
  if (Object.hasOwn(resources, table)) throw new CommandError(`there is a resource "${table}" already`)
  const { read, readOwn, manage } = resource
  const [problem] = problemsOfResources({ [table]: resource }, domain.lookups, [read, readOwn, manage])
  if (problem !== undefined) throw new CommandError(problem)
  if (!/^[a-z][a-z0-9]*([ -][a-z0-9]+)*$/.test(words.one) || !/^\p{Ll}[\p{L}\p{N} '’-]*$/u.test(words.many))
    throw new CommandError(`“${words.one}” and “${words.many}” must be words in small letters`)
  const constant = camelOf(table)
  if (codeTaken.includes(constant))
    throw new CommandError(`the name "${table}" is a word of the code: take another`)
  const folders = ['src', 'tests'].map((top) => `${top}/features/${table}`)
  for (const folder of folders)
    if (await stat(path.join(projectFolder, folder)).catch(() => undefined))
      throw new CommandError(`there is a folder ${folder} already`)
  const names = [
    ...['create', 'update', 'delete', 'find'].map((verb) => verb + typeOfOne),
    ...['ListPage', 'Page', 'FormPage', 'FormProps', 'RefusedPage'].map((end) => typeOfOne + end),
    ...[`list${typeOfMany}`, `parse${typeOfOne}Form`, `parse${typeOfOne}ChangeForm`, constant],
  ]
  const exporting = new RegExp(
    `^export (?:async )?(?:const|function|interface|type|class) (${names.join('|')})\\b`,
    'm',
  )
  for (const file of await readdir(path.join(projectFolder, 'src'), { recursive: true })) {
    if (!/\.tsx?$/.test(file)) continue
    const found = exporting.exec(await readFile(path.join(projectFolder, 'src', file), 'utf8'))
    if (found)
      throw new CommandError(
        `the name "${table}" is taken: src/${file} exports ${found[1] ?? ''}. Take another`,
      )
  }
}

async function edit(file: string, change: (text: string) => string | undefined): Promise<PlannedFile> {
  const before = await readFile(path.join(projectFolder, file), 'utf8').catch(() => '')
  const text = change(before.replaceAll('\r\n', '\n'))
  if (text === undefined)
    throw new CommandError(
      `${file} is not as this command knows it: put the lines of the new resource there by hand`,
    )
  return { path: file, text, before }
}

async function formatted({ text, ...file }: PlannedFile): Promise<PlannedFile> {
  return { ...file, text: await formatCode(text, path.join(projectFolder, file.path)) }
}

/** Puts text before a place in another one; undefined where there is no such place. */
function insertBefore(text: string, place: string, added: string): string | undefined {
  const at = text.lastIndexOf(place)
  return at < 0 ? undefined : text.slice(0, at) + added + text.slice(at)
}

function addDeclaration(
  text: string,
  { table, one, many, permission }: ResourceWords,
  fields: readonly FieldToMake[],
  hasOwn: boolean,
): string | undefined {
  const entry = `  ${table}: {
    noun: noun(${asCode(one)}, ${asCode(many)}),
    read: '${permission}.read',
${hasOwn ? `    readOwn: '${permission}.read.own',\n` : ''}    manage: '${permission}.manage',
    fields: {
${fields.map(({ code }) => `      ${code}\n`).join('')}    },
  },
`
  const imports = [
    `import * as field from './fields/index.ts'\n`,
    `import { noun } from './rules/words.ts'\n`,
  ]
  const missing = imports.filter((line) => !text.includes(line)).join('')
  const withImports = insertBefore(text, 'import type { Resources }', missing)
  return withImports && insertBefore(withImports, '} as const satisfies Resources', entry)
}

function addPermissions(text: string, { read, readOwn, manage }: Resource): string | undefined {
  const names = [read, readOwn, manage].filter((name) => name !== undefined && !permissions.includes(name))
  return insertBefore(text, '] as const\n', names.map((name) => `  '${name ?? ''}',\n`).join(''))
}

function addRoutes(text: string, { table }: ResourceWords): string | undefined {
  const constant = camelOf(table)
  const imported = `import { ${constant} } from './features/${table}/routes.tsx'\n`
  const withImport = insertBefore(text, 'import { look } from', imported)
  return (
    withImport && insertBefore(withImport, "  app.route('/', health)\n", `  app.route('/', ${constant})\n`)
  )
}

function addToTable(text: string, { table }: ResourceWords): string | undefined {
  const [begin, end] = ['const ofResources: ', '\n}\n']
  const at = text.indexOf(begin)
  const close = at < 0 ? -1 : text.indexOf(end, at)
  const line = `\n  ${table}: { reading: signedIn, changing: staff },`
  return close < 0 ? undefined : text.slice(0, close) + line + text.slice(close)
}
