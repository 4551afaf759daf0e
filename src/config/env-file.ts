/** Reads `.env`: lines of `NAME=value`. What cannot be meant as it stands is refused, since a setting that is not read goes unnoticed. */
import { parseEnv } from 'node:util'

export interface EnvFile {
  values: Readonly<Record<string, string>>
  /** One line that says what is wrong; undefined where nothing is. */
  problem: string | undefined
}

/**
 * @param bytes the content of the file
 * @param settings the names of ours; other programs may read the file too, so a name unlike any of them is left alone
 */
export function readEnvFile(bytes: Buffer, settings: readonly string[]): EnvFile {
  if (bytes.includes(0))
    return { values: {}, problem: '.env is not in UTF-8: save it again with that encoding' }
  const text = bytes.toString().replace(/^\uFEFF/, '')
  const values = parseEnv(text) as Record<string, string>
  return { values, problem: problemOfLine(text, settings) ?? problemOfName(Object.keys(values), settings) }
}

/** `NAME=postgres://ada:a#b@host/db` without quotation marks: a comment begins at the "#". */
const cutAddress = /^[^#=]*=\s*[a-z]+:\/\/[^\s#]*[^\s#]#/i

/** `PORT: 3001` and `PORT 3001`: without a "=" the parser passes over the line. */
function problemOfLine(text: string, settings: readonly string[]): string | undefined {
  for (const [index, line] of text.split(/\r\n|\n|\r/).entries()) {
    const [, name] = /^\s*(?:export\s+)?([A-Z_]+)(?:\s*:|\s+[^=\s]|\s*$)/.exec(line) ?? []
    if (name !== undefined && settings.includes(name))
      return `line ${index + 1} of .env sets nothing: write ${name}=VALUE`
    if (cutAddress.test(line))
      return `line ${index + 1} of .env is read only up to its #: in an address write %23 instead`
  }
  return undefined
}

function problemOfName(names: readonly string[], settings: readonly string[]): string | undefined {
  for (const name of names) {
    const meant = settings.includes(name) ? undefined : nearest(name, settings)
    if (meant !== undefined)
      return `.env sets "${visible(name)}", which is no setting: did you mean ${meant}?`
  }
  return undefined
}

/** The setting that was probably meant: at most a fifth of its letters differ, and at least one may. */
function nearest(name: string, settings: readonly string[]): string | undefined {
  const [best] = settings
    .map((setting) => ({ setting, steps: stepsBetween(bare(name), bare(setting)) }))
    .filter(({ setting, steps }) => steps <= Math.max(1, Math.floor(bare(setting).length / 5)))
    .toSorted((a, b) => a.steps - b.steps)
  return best?.setting
}

/** The letters alone: `BASEURL`, `base-url` and `set BASE_URL` mean the same. */
function bare(name: string): string {
  return name
    .replace(/^set\s+/i, '')
    .replace(/[^a-z]/gi, '')
    .toUpperCase()
}

function visible(name: string): string {
  return name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?')
}

/** How many letters are to be added, left out, replaced, or swapped with the next one (optimal string alignment). */
function stepsBetween(a: string, b: string): number {
  const steps = [Array.from({ length: b.length + 1 }, (_, j) => j)]
  const at = (i: number, j: number) => steps[i]?.[j] ?? Infinity
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    steps.push(row)
    for (let j = 1; j <= b.length; j++) {
      const replaced = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      row.push(
        Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, replaced, swapped ? at(i - 2, j - 2) + 1 : Infinity),
      )
    }
  }
  return at(a.length, b.length)
}
