/** The command could not do what was asked. The message is one line: what, and what to do about it. Exit code 1. */
export class CommandError extends Error {
  override name = 'CommandError'
}
