/** The name under which somebody stands in a list: "Le Guin, Ursula K." for Ursula K. Le Guin. */
import { citedName, turned } from './citations/names.ts'
import { sortKeyOfText } from './sort-key.ts'
import { searchKey } from './text.ts'

/** In the name of somebody such words do not occur, and few organisations are without one of them. */
const joining = /(?:^|\s)(?:and|of|for|the|in|on|at|&|\+|und|für|et|des?\s+la)(?=\s)/u
const organisation =
  /(?:^|\s)(?:Academy|Agency|Association|Associates|Band|Board|Books|Bros\.?|Brothers|Bureau|Choir|Club|Collaboration|Collective|College|Commission|Committee|Company|Conference|Congress|Consortium|Co\.|Corp\.?|Corporation|Council|Department|Ensemble|Films?|Foundation|Fund|GmbH|Group|Inc\.?|Institute?|International|Laborator(?:y|ies)|Labs?|Ltd\.?|Library|LLC|Magazine|Media|Ministry|Museum|Nations|Office|Orchestra|Organi[sz]ation|Party|Philharmoni[ck](?:er)?|Pictures|Press|Productions|Project|Publications|Publishers|Publishing|Quartet|Quintet|Records|Republic|School|Service|Sisters|Society|Staff|Studios?|Team|Theat(?:re|er)|Trio|Trust|Union|University|Verlag|Workshop)(?=$|[\s,(])/u

/** A last word in small letters is no family name: Assemblée nationale. */
const endsSmall = /^\p{Lu}.*\s\p{Ll}[^\s]*$/u

const article = /^(The|A|An) (.+)$/u

/** In these scripts the family name stands in front, or nothing tells which name is which. */
const otherOrder =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u

/**
 * A proposal, which its reader may replace: a person's name is turned round by the rules of citations, an article goes to the end ("Beatles,
 * The"), and what looks like the name of an organisation, is one word or has a comma already stays as it is. What stands in brackets at the
 * end, to tell namesakes apart, stays at the end.
 */
export function proposedSortName(name: string): string {
  const text = name.trim().replace(/\s+/g, ' ')
  if (text.includes(',') || !text.includes(' ') || otherOrder.test(text)) return text
  const [, before = '', note = ''] = /^(.+?)( \([^()]*\))$/u.exec(text) ?? ['', text, '']
  const [, first, rest] = article.exec(before) ?? []
  if (first !== undefined && rest !== undefined) return `${rest}, ${first}${note}`
  if (joining.test(before) || organisation.test(before) || /[0-9!?]/.test(before) || endsSmall.test(before))
    return text
  return turned(citedName(before)) + note
}

/** What an entry is ordered by. @param sortName null where the proposed one holds */
export function sortKeyOfName(name: string, sortName: string | null = null): string {
  return sortKeyOfText(searchKey(sortName ?? proposedSortName(name)))
}
