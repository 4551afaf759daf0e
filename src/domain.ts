/**
 * The words of this project: what an item is called here, and how its fields are labelled.
 * Change a word and every page, title and message follows; the tables in the database keep their names.
 */

/** A thing that can be counted, in the forms a sentence needs. All lower case, as in the middle of a sentence. */
export interface Noun {
  readonly one: string
  readonly many: string
  /** With its article: "an item", "a product". */
  readonly a: string
}

/**
 * Makes a noun. The article is guessed from the first letter, which is right for most words;
 * give `article` where the sound differs from the spelling ("an hour", "a user").
 */
export function noun(one: string, many: string, article?: 'a' | 'an'): Noun {
  return { one, many, a: `${article ?? (/^[aeiou]/i.test(one) ? 'an' : 'a')} ${one}` }
}

export const domain = {
  /** The name in the header, in page titles and on the front page. */
  name: 'Crowfoot',
  /** One sentence for the front page and for search engines. */
  tagline: 'A small library of books, films, records and papers, and of the people who made them.',

  item: noun('item', 'items'),
  creator: noun('creator', 'creators'),
  category: noun('category', 'categories'),
  type: noun('type', 'types'),

  /** What each field of an item is called in forms, tables and messages. The keys are the columns' names. */
  labels: {
    title: 'Title',
    description: 'Description',
    year: 'Year',
    identifier: 'Identifier',
    internal_notes: 'Private notes',
  },
  /** What the identifier is, for whoever fills in a form. */
  identifierHint: 'An ISBN, ISSN, DOI or catalogue number',
}

const figures = new Intl.NumberFormat('en')

/** A number as it is read: `figure(1200)` is "1,200". (`toLocaleString` looks the language up anew each time, which is slow.) */
export function figure(number: number): string {
  return number >= 0 && number < 1000 && Number.isInteger(number) ? String(number) : figures.format(number)
}

/** The noun in the number that fits: `counted(1, domain.item)` is "1 item", `counted(1200, domain.item)` "1,200 items". */
export function counted(count: number, word: Noun): string {
  return `${figure(count)} ${count === 1 ? word.one : word.many}`
}

/** The first letter as a capital, for headings and labels: "item" becomes "Item". */
export function capital(word: string): string {
  return word.charAt(0).toLocaleUpperCase('en') + word.slice(1)
}

/** Said beside the field for a new password. */
export const goodPassword = 'Four words that have nothing to do with each other make a good one.'

/** The limits of the text fields, in characters. The form, the import, the API and the database all keep these. */
export const limits = {
  title: 2000,
  description: 20_000,
  identifier: 200,
  internal_notes: 20_000,
  name: 500,
  /** So many creators, and so many categories, one item may have. */
  names: 500,
  /** The description of a type, a category or a role. */
  note: 2000,
  role: 64,
  username: 64,
  email: 254,
  password: 128,
  shortestPassword: 8,
  year: { min: -9999, max: 9999 },
  /** Pages of a list are numbered up to here; beyond, links go on from the last item shown. */
  numberedPages: 100,
} as const
