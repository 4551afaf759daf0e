/** Some real works to show the components with: short and long, with one creator, with many, with none. */
import { declaration, fieldOfKind, declarationOf, lookups } from '../../../../declared.ts'
import { paths } from '../../../../paths.ts'
import { capital } from '../../../../rules/words.ts'
import type { CardProps } from '../../../../ui/card.tsx'
import type { NamedLink } from '../../../../ui/name-list.tsx'

/** The types that the project begins with. */
export const typeNames = [
  ...declaration.types.map(({ name }) => name),
  // There are as many as a chart shows, whatever the project has.
  ...['A', 'B', 'C', 'D', 'E'].map((letter) => `${capital(lookups.types.noun.one)} ${letter}`),
].slice(0, Math.max(5, declaration.types.length))

const identifier = fieldOfKind('identifier')
export const identifierLabel = identifier ? declarationOf(identifier).label : 'Number'

/** Links that lead back to this page: the works here are in no catalogue. */
const here = paths.learnLook()
const named = (...names: readonly string[]): NamedLink[] => names.map((name) => ({ name, href: here }))
const chips = (...names: readonly string[]) => names.map((name) => ({ children: name, href: here }))

export const usual: CardProps = {
  title: 'The Left Hand of Darkness',
  href: here,
  type: typeNames[0],
  note: '1969',
  facts: [{ label: identifierLabel, value: '978-0-441-47812-5', code: true }],
  names: named('Ursula K. Le Guin'),
  chips: chips('Science fiction', 'Gender', 'Politics'),
}

export const several: CardProps = {
  title: 'A Pattern Language: Towns, Buildings, Construction',
  href: here,
  type: typeNames[0],
  note: '1977',
  facts: [{ label: identifierLabel, value: '978-0-19-501919-3', code: true }],
  names: named(
    'Christopher Alexander',
    'Sara Ishikawa',
    'Murray Silverstein',
    'Max Jacobson',
    'Ingrid Fiksdahl-King',
    'Shlomo Angel',
  ),
  chips: chips('Architecture', 'City planning', 'Design', 'ReferenceField', 'Society'),
}

export const bare: CardProps = { title: 'Untitled notebook', href: here }

export const arabic: CardProps = {
  title: 'مقدمة ابن خلدون',
  href: here,
  type: typeNames[0],
  note: '1377',
  names: named('ابن خلدون'),
  chips: chips('History'),
}

export const chinese: CardProps = {
  title: '紅樓夢',
  href: here,
  type: typeNames[0],
  note: '1791',
  names: named('曹雪芹', '高鶚'),
  chips: chips('Novel'),
}

export const tooLong: CardProps = {
  title:
    'The Life and Strange Surprizing Adventures of Robinson Crusoe, of York, Mariner: Who lived Eight and Twenty Years, ' +
    'all alone in an un-inhabited Island on the Coast of America, near the Mouth of the Great River of Oroonoque; Having been ' +
    'cast on Shore by Shipwreck, wherein all the Men perished but himself',
  href: here,
  type: typeNames[0],
  note: '1719',
  names: named('Daniel Defoe'),
  chips: chips('Novel', 'Sea'),
}

export const works: readonly CardProps[] = [usual, several, bare, tooLong, arabic, chinese]
