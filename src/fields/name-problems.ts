/** What a field or a lookup may be called. */
import { wordsOfSql } from './words-of-sql.ts'

const longestName = 40

/** Ends a sentence that begins with what has the name. */
export function problemOfName(name: string, taken: readonly string[]): string | undefined {
  if (!/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(name))
    return 'has a name that is not snake_case: small letters, digits and single _ between them, such as date_of_loan'
  if (name.length > longestName)
    return `has a name of ${name.length} characters, and ${longestName} are the most`
  if (taken.includes(name)) return 'has a name that is taken: something that is always there is called so'
  if (wordsOfSql.has(name)) return `has a name that is a word of SQL: call it the_${name}, for example`
  return undefined
}
