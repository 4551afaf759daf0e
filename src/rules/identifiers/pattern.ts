/**
 * Numbers of one's own, such as those of an inventory: `INV-9999` or `AA 99`. In a pattern `A` stands for a letter and `9` for a digit; every
 * other sign stands for itself, and so does the one after a `\`. Hyphens and spaces may be left out, and case does not count.
 *
 * It is no regular expression: a pattern is gone through once, sign by sign, so that none can be made to take long.
 */
import { searchKey } from '../text.ts'
import { withoutSeparators } from './scheme.ts'
import type { Scheme } from './scheme.ts'

interface Sign {
  readonly kind: 'letter' | 'digit' | 'itself'
  readonly text: string
}

function signsIn(pattern: string): Sign[] {
  const signs: Sign[] = []
  let isEscaped = false
  for (const text of pattern) {
    if (text === '\\' && !isEscaped) {
      isEscaped = true
      continue
    }
    const kind = isEscaped ? 'itself' : text === 'A' ? 'letter' : text === '9' ? 'digit' : 'itself'
    signs.push({ kind, text })
    isEscaped = false
  }
  return signs
}

const compared = (text: string) => withoutSeparators(searchKey(text))

/** The signs as they are compared: what is a separator is not there. */
function comparedSigns(pattern: string): Sign[] {
  return signsIn(pattern).flatMap(({ kind, text }): Sign[] =>
    kind === 'itself' ? [...compared(text)].map((each) => ({ kind, text: each })) : [{ kind, text }],
  )
}

function fits({ kind, text }: Sign, letter: string | undefined): boolean {
  if (letter === undefined) return false
  return kind === 'letter'
    ? /^\p{L}$/u.test(letter)
    : kind === 'digit'
      ? /^[0-9]$/.test(letter)
      : text === letter
}

/** Whether a pattern can be one: something in it stands for a letter or a digit. */
export const isPattern = (pattern: string): boolean => signsIn(pattern).some(({ kind }) => kind !== 'itself')

export const pattern: Scheme = {
  label: 'A pattern of your own',
  help: (own) => `Like ${own}, where A is a letter and 9 a digit.`,
  read(folded, own) {
    const [signs, letters] = [comparedSigns(own), [...withoutSeparators(folded)]]
    return signs.length === letters.length && signs.every((sign, place) => fits(sign, letters[place]))
      ? { value: letters.join('') }
      : { problem: `is not like ${own}, where A is a letter and 9 a digit`, fix: 'Correct it.' }
  },
  /** The letters of the number in the places of the pattern. */
  show(_, normal, own) {
    const letters = [...normal]
    return signsIn(own)
      .map(({ kind, text }) => {
        if (kind !== 'itself') return (letters.shift() ?? '').toUpperCase()
        letters.splice(0, [...compared(text)].length)
        return text
      })
      .join('')
  },
}
