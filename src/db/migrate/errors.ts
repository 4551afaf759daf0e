/** A problem that a person can mend: one clear line, shown without a stack. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError'
}
