/** Reads a password from standard input: typed unseen on a terminal, or the first line of what is piped in. */
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'

/** A program may start us with an input that it never writes to nor closes: after so long, in milliseconds, there is none. */
const timeout = 5_000

/** @returns the first line, or nothing where there is none */
export function readPassword(): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>()
  const isTerminal = process.stdin.isTTY
  if (isTerminal) process.stderr.write('Password (leave it empty for a one-time password): ')
  // What readline would print while somebody types goes nowhere.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: isTerminal })
  const timer = isTerminal ? undefined : setTimeout(() => lines.close(), timeout)
  let found = ''
  lines.once('line', (line) => {
    found = line
    lines.close()
  })
  lines.once('close', () => {
    clearTimeout(timer)
    if (isTerminal) process.stderr.write('\n')
    process.stdin.destroy()
    resolve(found)
  })
  return promise
}
