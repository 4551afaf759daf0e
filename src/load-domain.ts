/** Loads what the project declares before anything is made of it, so that a slip in `src/domain.ts` is one line that names its place. */
import { DeclarationError } from './fields/declaration.ts'
import * as kinds from './fields/index.ts'

/** @throws DeclarationError for whatever keeps the declaration from being read */
export async function loadDomain(): Promise<void> {
  try {
    await import('./declared.ts')
  } catch (error) {
    // What is not installed is no fault of the declaration.
    if (
      error instanceof DeclarationError ||
      !(error instanceof Error) ||
      /^Cannot find package/.test(error.message)
    )
      throw error
    throw new DeclarationError(problemOf(error), { cause: error })
  }
}

/** The file and the line: Node writes them at the top for what it cannot read, and into the stack for what failed while it ran. */
const place = /src\/((?:domain|presets\/[\w-]+)\.ts):(\d+)/

function problemOf(error: Error): string {
  const [, file = 'domain.ts', line] = place.exec((error.stack ?? '').replaceAll('\\', '/')) ?? []
  const where = `src/${file}${line === undefined ? '' : `, line ${line}`}`
  if (error instanceof SyntaxError)
    return `${where}: ${error.message}. Look for a comma, quote or bracket that is missing here or at the end of the line before.`
  return `${where}: ${meaningOf(error)}`
}

const names = Object.keys(kinds)

function meaningOf({ message }: Error): string {
  const [, kind] = /^field\.(\S+) is not a function$/.exec(message) ?? []
  if (kind !== undefined)
    return `there is no kind of field "${kind}". There are ${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}.`
  const [, name] = /^(\S+) is not defined$/.exec(message) ?? []
  if (name !== undefined && names.includes(name)) return `${message}: write field.${name}`
  return `${message}. Something is missing or misspelt there; npm run check -- types says what.`
}
