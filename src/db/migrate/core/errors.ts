/** A problem that a person can fix: one clear line, shown without a stack. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError'
}

/** How much of PostgreSQL's detail is shown: it may hold a whole row. */
const longestDetail = 300

/**
 * What an error says, in one line. On PostgreSQL the detail belongs to it: it names the row or the objects in the way, and the message
 * alone does not.
 */
export function messageOf(error: unknown): string {
  const { message, detail = '' } =
    error instanceof Error ? (error as Error & { detail?: string }) : { message: String(error) }
  const [line = 'unknown error'] = message.split('\n')
  const more = detail
    .trim()
    .replace(/\s*\n\s*/g, '; ')
    .replace(/\.$/, '')
  if (more === '') return line
  return `${line} (${more.length > longestDetail ? `${more.slice(0, longestDetail)}...` : more})`
}

/** The error and what caused it, the outermost first. */
export function chainOf(error: unknown): { code?: unknown; errcode?: unknown; message: string }[] {
  return error instanceof Error ? [error, ...chainOf(error.cause)] : []
}
