/** How long a text may be, and how much there may be of something. The form, the import, the API and the database all keep these. */

/** Lengths are in characters. */
export const limits = {
  title: 2000,
  identifier: 200,
  /** The pattern of a type's identifiers. */
  pattern: 100,
  /** The name of a declared field. */
  fieldName: 40,
  name: 500,
  /** A field of one line that says nothing else. */
  text: 500,
  longText: 20_000,
  link: 2000,
  /** Lists of titles and other texts are sorted by so many characters. */
  sortedCharacters: 200,
  /** Names and titles are found by so many of their first characters while somebody types. */
  typedCharacters: 100,
  /** So many creators, and so many categories, one item may have. */
  names: 500,
  /** So many searches a person keeps, each with an address of so many characters. */
  savedSearches: 200,
  savedAddress: 4000,
  /** The description of a type, a category or a role. */
  note: 2000,
  role: 64,
  username: 64,
  email: 254,
  password: 128,
  shortestPassword: 8,
  /** No id is larger: keys are 32-bit integers, and PostgreSQL refuses to compare them with more. */
  id: 2_147_483_647,
  year: { min: -9999, max: 9999 },
  /** Pages of a list are numbered up to here; beyond, links go on from the last item shown. */
  numberedPages: 100,
} as const

/** Said beside the field for a new password. */
export const goodPassword = 'Four words that have nothing to do with each other make a good one.'
