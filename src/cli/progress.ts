/** A progress bar on standard error, for what takes longer than a second. Only a terminal gets one. */

export interface Progress {
  /** How much is done by now, in the unit of `total`. May be called as often as one likes. */
  at(done: number): void
  /** Takes the bar away again. */
  end(): void
}

/** What a progress bar writes on: `process.stderr`, or a stand-in for tests. */
export interface Terminal {
  isTTY?: boolean
  write(text: string): unknown
}

const wait = 1000
const pause = 100
const width = 24
/** Back to the beginning of the line, and clear it: https://en.wikipedia.org/wiki/ANSI_escape_code#CSI_sequences */
const clear = '\r\u001B[2K'

/**
 * Begins something long.
 * @param total how much there is to do; without it only what is done is counted
 * @param now milliseconds from any beginning
 */
export function progress(
  label: string,
  total?: number,
  terminal: Terminal = process.stderr,
  now: () => number = () => performance.now(),
): Progress {
  if (terminal.isTTY !== true) return { at: () => undefined, end: () => undefined }
  let next = now() + wait
  let drawn = false
  return {
    at(done) {
      if (now() < next) return
      next = now() + pause
      drawn = true
      terminal.write(`${clear}${label} ${total === undefined ? count(done) : bar(done, total)}`)
    },
    end() {
      if (drawn) terminal.write(clear)
    },
  }
}

function bar(done: number, total: number): string {
  const share = total > 0 ? Math.min(done / total, 1) : 1
  const filled = Math.round(share * width)
  return `[${'='.repeat(filled)}${' '.repeat(width - filled)}] ${Math.floor(share * 100)}%  ${count(done)} of ${count(total)}`
}

function count(number: number): string {
  return number.toLocaleString('en')
}
