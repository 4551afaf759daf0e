/** What may be sent to look for accounts, to add one or a whole class, and to change one. */
import { z } from 'zod'
import { usernameField } from '../../../rules/checks.ts'
import { skeletonOf } from '../../../rules/skeleton.ts'
import { searchKey } from '../../../rules/text.ts'
import { limits } from '../../../rules/limits.ts'

export interface UserFilter {
  q: string
  role: number | null
  page: number
}

const filter = z.object({
  q: z.string().trim().max(200).catch(''),
  role: z.coerce.number().int().positive().max(limits.id).nullable().catch(null),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
})

/** Reads the choices from the address; what makes no sense counts as not given. */
export function parseUserFilter(query: Record<string, string>): UserFilter {
  return filter.parse({ q: '', role: null, page: 1, ...query })
}

const username = usernameField('Give the account a username.')

/** May be left out: then the account has none. */
const email = z
  .string()
  .trim()
  .max(limits.email, `An e-mail address has at most ${limits.email} characters.`)
  .regex(/^([^\s@]+@[^\s@]+)?$/u, 'Type an e-mail address such as name@example.org, or leave it empty.')
  .default('')

const role_id = z.coerce
  .number('Choose a role.')
  .int('Choose a role.')
  .positive('Choose a role.')
  .max(limits.id)

const newUserForm = z.strictObject({ username, email, role_id })

export type NewUserInput = z.infer<typeof newUserForm>
export const parseNewUserForm = (body: unknown) => newUserForm.safeParse(body)

const userForm = z.strictObject({
  role_id,
  disabled: z.enum(['true', 'false'], 'Choose whether the account is open.'),
})

export type UserInput = z.infer<typeof userForm>
export const parseUserForm = (body: unknown) => userForm.safeParse(body)

/** Each new account costs the time of a password hash: a hundred take some ten seconds. */
export const mostPeople = 100

/** In characters: a hundred names and addresses of any length that they may have. */
export const longestList = 100_000

const classForm = z.strictObject({
  people: z
    .string('List the people.')
    .max(longestList, 'This list is too long.')
    .transform((text, context) => {
      const people = readPeople(text)
      if (people.length === 0) context.addIssue('List the people, one to a line.')
      if (people.length > mostPeople) context.addIssue(`List at most ${mostPeople} people at once.`)
      for (const problem of problemsIn(people.slice(0, mostPeople)).slice(0, 20)) context.addIssue(problem)
      return people
    }),
})

export type ClassInput = z.infer<typeof classForm>
export const parseClassForm = (body: unknown) => classForm.safeParse(body)

/** What is wrong with each line by itself, and what it has in common with one before it. */
function problemsIn(people: readonly Person[]): string[] {
  const firstLines = new Map<string, number>()
  return people.flatMap((person) => {
    const mistakes = mistakesOf(person)
    const repetitions = isOfLength(person) ? repetitionsOf(person, firstLines) : []
    return [...mistakes, ...repetitions].map((message) => atLine(person, message))
  })
}

/** Whether the texts are short enough to be folded for comparing. For longer ones the length is the only problem that is reported. */
export function isOfLength({ username, email }: Person): boolean {
  return username.length <= limits.username && email.length <= limits.email
}

function mistakesOf(person: Person): string[] {
  const result = z.object({ username, email }).safeParse(person)
  return result.success ? [] : result.error.issues.map(({ message }) => message)
}

/** @param firstLines the line on which each name and address stands first; this person's are added */
function repetitionsOf(person: Person, firstLines: Map<string, number>): string[] {
  if (person.username === '') return []
  const own = [
    ['username', person.username],
    ['address', person.email],
  ] as const
  const repeated = own.flatMap(([what, text]) => {
    const first = text === '' ? undefined : firstLine(firstLines, `${what} ${searchKey(text)}`, person)
    return first === undefined ? [] : [`The ${what} "${text}" is the same as on line ${first}.`]
  })
  const like = firstLine(firstLines, `skeleton ${skeletonOf(person.username)}`, person)
  if (like !== undefined)
    repeated.push(`The username "${person.username}" looks nearly the same as the one on line ${like}.`)
  // Somebody named twice has the same address twice: it is one mistake.
  return repeated.slice(0, 1)
}

/** @returns the line on which this stands first; undefined where it is this one */
function firstLine(firstLines: Map<string, number>, key: string, { line = 0 }: Person): number | undefined {
  const first = firstLines.get(key)
  if (first === undefined) firstLines.set(key, line)
  return first
}

/** What is said about one of a list says where, in the same form for every mistake. */
export function atLine({ line }: Pick<Person, 'line'>, message: string): string {
  return line === undefined ? message : `Line ${line}: ${message}`
}

/** For sorting: the line that such a message names, and 0 for what is said about the whole list. */
export function lineIn(message: string): number {
  return Number(/^Line (\d+):/.exec(message)?.[1] ?? 0)
}

export interface Person {
  username: string
  /** Empty where there is none. */
  email: string
  /** Where they stand in a list, counted from 1. */
  line?: number | undefined
}

/**
 * The lines of a list, as a spreadsheet gives it when copied or saved: a name, and behind a tab, comma or semicolon an address.
 * A first line that names the columns is left out.
 */
export function readPeople(text: string): Person[] {
  const rows = text
    .split('\n')
    .map((row, index) => ({ line: index + 1, cells: row.split(/[\t;,]/).map(unquoted) }))
  return rows
    .filter(({ cells }) => cells.some(Boolean))
    .filter(({ cells }, index) => !(index === 0 && /^(user ?name|name)$/i.test(cells[0] ?? '')))
    .map(({ line, cells: [name = '', address = ''] }) => ({ line, username: name, email: address }))
}

function unquoted(cell: string): string {
  return cell
    .trim()
    .replace(/^"(.*)"$/s, '$1')
    .replaceAll('""', '"')
    .trim()
}
