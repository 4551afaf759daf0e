/** The last line of every command that tests something: "12 passed, 0 failed". */

/** How many things were tried, and how that ended. */
export interface Tally {
  passed: number
  failed: number
  skipped: number
}

/** The line itself. Skipped ones are named only where there are any. */
export function tallyLine({ passed, failed, skipped }: Tally): string {
  const line = `${passed} passed, ${failed} failed`
  return skipped > 0 ? `${line}, ${skipped} skipped` : line
}

/** What the last line of an output says; undefined where it is another line. */
export function tallyIn(output: string): Tally | undefined {
  const last = output.trimEnd().split('\n').at(-1) ?? ''
  const found = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/.exec(last.trimEnd())
  if (!found) return undefined
  return { passed: Number(found[1]), failed: Number(found[2]), skipped: Number(found[3] ?? 0) }
}

export function sum(a: Tally, b: Tally): Tally {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped }
}

/** Prints the line as the last thing of this process and ends it: with 1 if something failed or nothing was tried. */
export function endWith(tally: Tally): void {
  const code = tally.failed > 0 || tally.passed === 0 ? 1 : 0
  // Exits only when the line is written: a pipe may take it later than a terminal does.
  process.stdout.write(`${tallyLine(tally)}\n`, () => process.exit(code))
}
