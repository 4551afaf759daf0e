/** Reads the values of an address by their names, whatever a visitor has made of it. Pure. */
import type { DeclaredName } from '../../../../declared.ts'
import type { AnyField, ReferenceField } from '../../../../fields/field.ts'
import { limits } from '../../../../rules/limits.ts'
import { parseSearch } from './query.ts'
import type { ParsedSearch } from './query.ts'

const mostIds = 50

/** The values of an address by name, each repeated as often as it was sent. */
export type Sent = Readonly<Record<string, readonly string[]>>

/** The values of what stands behind the `?` of an address. */
export function readAddress(text: string): Sent {
  const search = new URLSearchParams(text)
  return Object.fromEntries([...search.keys()].map((name) => [name, search.getAll(name)]))
}

/** Names that were in addresses before fields were declared: they are read as the new ones, and links use those. */
const aliases: Readonly<Record<string, string>> = {
  from: 'year_from',
  to: 'year_to',
  creators: 'creator',
  categories: 'category',
}

/** An old name counts where its new one is known and not sent as well. */
export function withoutAliases(sent: Sent, known: ReadonlySet<string>): Sent {
  const named = Object.entries(sent).map(([name, values]) => {
    const alias = aliases[name]
    return [alias !== undefined && known.has(alias) && !Object.hasOwn(sent, alias) ? alias : name, values]
  })
  return Object.fromEntries(named) as Sent
}

/** A field that narrows the list, with its filter. */
export type Filtering = readonly [
  name: DeclaredName,
  field: Pick<AnyField | ReferenceField, 'label' | 'filter' | 'filterBy'>,
]

/** Takes values out of an address by their names, and says in `notices` what of them could not be used. */
export class AddressReader {
  readonly notices: string[] = []
  readonly #sent: Sent

  constructor(sent: Sent) {
    this.#sent = sent
  }

  /** A value that was sent several times counts as it was sent last. */
  #last(name: string): string {
    return this.#sent[name]?.at(-1)?.trim() ?? ''
  }

  /** @param me the viewer's username */
  search(name: string, readable: readonly DeclaredName[], me: string | undefined): ParsedSearch {
    const search = parseSearch(this.#last(name), readable, me)
    this.notices.push(...search.notices)
    return search
  }

  choice<T extends string>(name: string, called: string, of: readonly T[], otherwise: T): T {
    const value = this.#last(name)
    const found = of.find((each) => each === value)
    if (value !== '' && !found)
      this.notices.push(`“${short(value)}” is not one of the choices for ${called}, so it was left out.`)
    return found ?? otherwise
  }

  /** Several of a few choices, in the order of the choices. */
  choices(name: string, called: string, of: readonly string[]): string[] {
    const sent = this.#sent[name]?.filter((value) => value !== '') ?? []
    const unknown = sent.find((value) => !of.includes(value))
    if (unknown !== undefined)
      this.notices.push(`“${short(unknown)}” is not one of ${called}, so it was left out.`)
    return of.filter((each) => sent.includes(each))
  }

  whole(name: string, called: string, least: number, most: number): number | null {
    const value = this.#last(name)
    if (value === '') return null
    const number = /^[+-]?\d{1,15}$/.test(value) ? Number(value) : NaN
    if (number >= least && number <= most) return number
    this.notices.push(
      `“${short(value)}” cannot be used for ${called}: it takes a whole number from ${least} to ${most}.`,
    )
    return Number.isNaN(number) ? null : Math.min(most, Math.max(least, number))
  }

  /** What is chosen of a declared field; nothing where nothing is. */
  field([name, { label, filterBy }]: Filtering, me?: string): [DeclaredName, unknown][] {
    const sent = (parameter: string) => this.#sent[parameter] ?? []
    const choice: unknown = filterBy?.read({ name, label, me }, sent, (notice) => this.notices.push(notice))
    return choice === undefined ? [] : [[name, choice]]
  }

  ids(name: string, called: string): number[] {
    const given = (this.#sent[name] ?? []).filter((value) => value !== '')
    const good = given.filter((value) => /^[1-9]\d{0,9}$/.test(value) && Number(value) <= limits.id)
    if (good.length < given.length)
      this.notices.push(`Some of what was chosen for ${called} is not there, and was left out.`)
    if (good.length > mostIds) this.notices.push(`Only the first ${mostIds} choices for ${called} are used.`)
    return [...new Set(good.slice(0, mostIds).map(Number))]
  }

  noticeUnknown(known: ReadonlySet<string>): void {
    const unknown = Object.keys(this.#sent).filter((name) => !known.has(name))
    if (unknown.length === 0) return
    const names = unknown.slice(0, 5).map((name) => `“${short(name)}”`)
    this.notices.push(`This page does not know ${names.join(', ')}.`)
  }
}

function short(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}
