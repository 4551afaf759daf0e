/**
 * The words of this project: what an item is called here, and how its fields are labelled.
 * Change a word and every page, title and message follows; the tables in the database keep their names.
 */
import { noun } from './rules/words.ts'

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
