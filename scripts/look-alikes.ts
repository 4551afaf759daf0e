/**
 * Writes src/rules/look-alikes.ts from Unicode's list of characters that look alike (UTS 39): `npx tsx scripts/look-alikes.ts confusables.txt`.
 * The list is at https://www.unicode.org/Public/security/. Only what a username may hold is taken: letters, marks and digits.
 * A newer list makes other skeletons, so it needs a revision that makes those of the accounts anew.
 */
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { projectRoot } from '../src/config.ts'
import { skeletonWith } from '../src/rules/skeleton.ts'

/** Letters that Unicode's list leaves out: small capitals look like capitals. */
const smallCapitals: Record<string, string> = Object.fromEntries(
  [...'ᴀaʙbᴅdᴇeꜰfɢgʜhᴊjᴋkʟlᴍmɴnᴘpꞯqʀrᴛtĸkʍm'.matchAll(/(.)(.)/gu)].map(([, from = '', to = '']) => [
    from,
    to,
  ]),
)

const list = await readFile(process.argv[2] ?? '', 'utf8')
const version = /^# Version: (\S+)/m.exec(list)?.[1] ?? ''
const all = new Map(Object.entries(smallCapitals))
/** A capital i looks like an l (that is in the list), and names are compared without regard to case. */
all.set('i', 'l')
for (const [, from = '', to = ''] of list.matchAll(/^\s*([0-9A-F]+)\s*;\s*([0-9A-F ]+?)\s*;\s*MA/gm))
  all.set(textOf(from), textOf(to))

/** What is taken apart or left out beforehand is never looked up. */
const isLookedUp = (letter: string) =>
  /^[\p{L}\p{M}\p{N}]$/u.test(letter) && letter.normalize('NFKD') === letter && !/\p{DI}/u.test(letter)

/** Marks and signs that are letters by name only look like punctuation; where a letter does, as in Japanese, the name still needs it. */
const isSign = (letter: string) => /[\p{Lm}\p{M}\p{Script=Latin}]/u.test(letter)

const byTarget = new Map<string, string[]>()
for (const [from] of [...all].filter(([letter]) => isLookedUp(letter))) {
  const to = skeletonWith(all, from)
  if (to === skeletonWith(new Map(), from) || (to === '' && !isSign(from))) continue
  byTarget.set(to, [...(byTarget.get(to) ?? []), from])
}

const entries = [...byTarget]
  .sort(([one], [other]) => (one < other ? -1 : 1))
  .map(([to, letters]) => `${numbersOf(to || ' ')}<${letters.map(numbersOf).join(',')}`)
const file = path.join(projectRoot, 'src', 'db', 'look-alikes.ts')
await writeFile(file, text(version, wrapped(entries.join(' '))))

function textOf(numbers: string): string {
  return numbers
    .split(' ')
    .map((number) => String.fromCodePoint(parseInt(number, 16)))
    .join('')
}

function numbersOf(letters: string): string {
  return [...letters].map((letter) => (letter.codePointAt(0) ?? 0).toString(16)).join('+')
}

/** Lines of at most 110 letters, broken at the spaces between entries or behind a comma in one. */
function wrapped(entries: string): string {
  return entries.replace(/(.{1,108}[ ,])/g, '$1\n').replace(/ $/gm, '')
}

function text(unicode: string, entries: string): string {
  return `/**
 * The letters that look like others, made by scripts/look-alikes.ts from the list of Unicode ${unicode} (UTS 39, confusables.txt),
 * copyright 1991-2025 Unicode, Inc., under the Unicode License v3: https://www.unicode.org/license.txt
 * Revisions rely on this file, so it is never changed: a newer list gets a file of its own.
 */

/** By their numbers, as letters of many scripts in one line confuse editors: what they look like, and behind the \`<\` all that do. */
const list = \`
${entries}
\`

/** Each letter with what it looks like. */
export const lookAlikes: ReadonlyMap<string, string> = new Map(
  list
    .replaceAll(',\\n', ',')
    .trim()
    .split(/\\s/)
    .flatMap((entry) => {
      const [to = '', from = ''] = entry.split('<')
      return from.split(',').map((letter) => [textOf(letter), textOf(to)] as const)
    }),
)

function textOf(numbers: string): string {
  return String.fromCodePoint(...numbers.split('+').map((number) => parseInt(number, 16)))
}
`
}
