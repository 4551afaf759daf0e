/** The text of a declaration: what is found in it, and what one carries over from another. */
import { expect, it } from 'vitest'
import { DomainSource } from '../../../src/cli/adapt/source.ts'

const library = new DomainSource(`
import * as field from './fields/index.ts'
import { limits } from './rules/limits.ts'
import { longest, shortest as least } from './mine.ts'

/** The states of a loan. */
const states = ['lent', longest]

export const domain = {
  fields: {
    title: field.title('Title'), // every item has one
    /** When it came out. */
    year: field.year('Year', { sort: true }),
    'state': field.choice('State, or "{"', {
      values: states,
    }),
    notes: field.longText('Notes', { limit: limits.note })
  },
  lookups: { creators: { noun: noun('creator', 'creators'), fields: {} } },
} as const satisfies Domain
`)

const preset = new DomainSource(`
import * as field from './fields/index.ts'

export const domain = {
  fields: {
    title: field.title('Title'),
    year: field.integer('Year'),
  },
  lookups: {
    creators: {
      noun: noun('supplier', 'suppliers'),
      fields: { phone: field.text('Telephone') }
    },
  },
} as const satisfies Domain
`)

it('names what is declared, in its order', () => {
  expect(library.namesAt(['fields'])).toEqual(['title', 'year', 'state', 'notes'])
  expect(library.namesAt(['lookups', 'creators', 'fields'])).toEqual([])
  expect(library.namesAt(['lookups', 'suppliers', 'fields'])).toEqual([])
})

it('takes a declaration with the comment above it, whatever brackets stand in its words', () => {
  expect(library.entryAt(['fields', 'year'])).not.toContain('every item')
  expect(library.entryAt(['fields', 'year'])).toContain('/** When it came out. */\n    year: field.year(')
  expect(library.entryAt(['fields', 'state'])).toMatch(
    /^\s*'state': field\.choice\('State, or "\{"', \{[^]*\}\)$/,
  )
})

it('puts a declaration at the end of others, with or without a comma there', () => {
  const one = preset.with(['fields'], library.entryAt(['fields', 'state']))
  expect(one.namesAt(['fields'])).toEqual(['title', 'year', 'state'])
  const two = one.with(['lookups', 'creators', 'fields'], "name_of_contact: field.text('Contact')")
  expect(two.namesAt(['lookups', 'creators', 'fields'])).toEqual(['phone', 'name_of_contact'])
  const three = library.with(['lookups', 'creators', 'fields'], "phone: field.text('Telephone')")
  expect(three.namesAt(['lookups', 'creators', 'fields'])).toEqual(['phone'])
})

it('replaces a declaration and leaves those around it', () => {
  const made = preset.replacing(['fields', 'year'], library.entryAt(['fields', 'year']))
  expect(made.namesAt(['fields'])).toEqual(['title', 'year'])
  expect(made.entryAt(['fields', 'year'])).toContain("field.year('Year', { sort: true })")
  expect(made.namesAt(['lookups'])).toEqual(['creators'])
})

it('takes along the imports and constants that a declaration uses, once', () => {
  const entries = ['state', 'notes'].map((name) => library.entryAt(['fields', name]))
  const made = preset.withWhatIsUsed(entries, library).text
  expect(made).toContain("import { limits } from './rules/limits.ts'")
  expect(made).toContain("import { longest } from './mine.ts'")
  expect(made).toContain("const states = ['lent', longest]")
  expect(made).not.toContain('shortest')
  expect(made.match(/import \* as field/g)).toHaveLength(1)
})

it('refuses a declaration that is not written as an entry of its own', () => {
  const spread = new DomainSource(
    "export const domain = { fields: { title: field.title('Title'), ...more } }",
  )
  expect(() => spread.entryAt(['fields', 'price'])).toThrow(
    '"fields.price" is not written as an entry of its own in src/domain.ts',
  )
})
