/** Kysely and MikroORM side by side: which functions do the same, and the SQL that each sends on SQLite. A test runs them and compares. */
import { fieldNamed, lookups } from '../../../declared.ts'
import { domain } from '../../../domain.ts'
import type { FieldName } from '../../../declared.ts'
import type { Fields } from '../../../fields/field.ts'
import { codeOf, exampleFile } from './code.ts'

export interface Side {
  title: string
  /** The function, and the file in which it stands, from `src/features`. */
  name: string
  file: string
  /** What it sends, in order. */
  sql: readonly string[]
}

export interface Comparison {
  question: string
  /** What there is to see. */
  teaches: string
  /** What it means for whoever chooses. */
  lesson: string
  sides: readonly Side[]
}

export interface ComparisonWithCode extends Omit<Comparison, 'sides'> {
  sides: (Side & { code: string })[]
}

const here = 'learn/queries/with-orm.ts'

const quoted = (columns: readonly string[]) => columns.map((column) => `\`${column}\``).join(', ')

const namesOf = (fields: Fields) =>
  Object.entries(fields).flatMap(([name, { keyed }]) => (keyed ? [name, `${name}_key`] : [name]))

/** The columns of a lookup as MikroORM selects them beside those of another table. */
const allOf = (alias: string, fields: Fields) =>
  ['id', 'name', 'name_key', ...namesOf(fields), ...('sort_name' in fields ? ['sort_key'] : [])]
    .map((column) => `\`${alias}\`.\`${column}\` as \`${alias}__${column}\``)
    .join(', ')

/** MikroORM sends what was given, and the columns that have a value even where none is given. */
function givenOf(readable: readonly FieldName[]): string[] {
  // In the order of the declaration, which is that of the model.
  const fields: Fields = Object.fromEntries(
    Object.keys(domain.fields).flatMap((name) => {
      const field = readable.some((each) => each === name) ? fieldNamed(name) : undefined
      return field && field.empty !== null ? [[name, field]] : []
    }),
  )
  return [...namesOf(fields), 'item_type_id', 'created_at', 'updated_at', 'version']
}

const creatorFields: Fields = lookups.creators.fields
const givenOfCreator = [
  ...['name', 'name_key'],
  ...namesOf(Object.fromEntries(Object.entries(creatorFields).filter(([, { empty }]) => empty !== null))),
]

/** @param readable the fields that the reader may see: the SQL names no other */
export function comparisonsFor(readable: readonly FieldName[]): readonly Comparison[] {
  return [...ofReading, ofWriting(givenOf(readable))]
}

const ofReading: readonly Comparison[] = [
  {
    question: 'Who made this one?',
    teaches: 'populate: objects instead of rows',
    lesson:
      'Kysely answers rows with the columns that were asked for. MikroORM answers objects that are linked to each other: populate says which of them to fetch as well, and each comes with all of its columns.',
    sides: [
      {
        title: 'Kysely',
        name: 'creatorsOfItem',
        file: exampleFile,
        sql: [
          'select "creators"."id", "creators"."name", "item_creators"."position" from "item_creators" inner join "creators" on "creators"."id" = "item_creators"."creator_id" where "item_creators"."item_id" = ? order by "item_creators"."position"',
        ],
      },
      {
        title: 'MikroORM: populate',
        name: 'creatorsPopulated',
        file: here,
        sql: [
          'select `i0`.* from `items` as `i0` where `i0`.`id` = ? limit ?',
          `select \`i0\`.*, ${allOf('c1', lookups.creators.fields)} from \`item_creators\` as \`i0\` inner join \`creators\` as \`c1\` on \`i0\`.\`creator_id\` = \`c1\`.\`id\` where \`i0\`.\`item_id\` in (?) order by \`i0\`.\`position\` asc`,
        ],
      },
    ],
  },
  {
    question: 'Of which type is each one?',
    teaches: 'the N+1 problem, and its cure',
    lesson:
      'A loop that fetches one more thing for each row sends one query for the list and N for the rest. (MikroORM fetches no row twice, so here N is the number of different types; in many ORMs it is the number of rows.) Nothing in the code looks slow, and with few rows nothing is. The cure is to ask for everything at once.',
    sides: [
      {
        title: 'Kysely',
        name: 'itemsWithType',
        file: exampleFile,
        sql: [
          'select "items"."title", "item_types"."name" as "type" from "items" inner join "item_types" on "item_types"."id" = "items"."item_type_id" order by "items"."id" desc limit ?',
        ],
      },
      {
        title: 'MikroORM: one by one (N+1)',
        name: 'typesOneByOne',
        file: here,
        sql: [
          'select `i0`.* from `items` as `i0` order by `i0`.`id` desc limit ?',
          'select `i0`.* from `item_types` as `i0` where `i0`.`id` in (?)',
          'select `i0`.* from `item_types` as `i0` where `i0`.`id` in (?)',
        ],
      },
      {
        title: 'MikroORM: the cure',
        name: 'typesPopulated',
        file: here,
        sql: [
          `select \`i0\`.*, ${allOf('i1', lookups.types.fields)}, \`i1\`.\`identifier_scheme\` as \`i1__identifier_scheme\`, \`i1\`.\`identifier_pattern\` as \`i1__identifier_pattern\` from \`items\` as \`i0\` inner join \`item_types\` as \`i1\` on \`i0\`.\`item_type_id\` = \`i1\`.\`id\` order by \`i0\`.\`id\` desc limit ?`,
        ],
      },
    ],
  },
]

const addedByStatements: Side = {
  title: 'Kysely',
  name: 'addWithStatements',
  file: here,
  sql: [
    'insert into "items" ("title", "title_key", "item_type_id", "created_at", "updated_at") values (?, ?, ?, ?, ?) returning "id"',
    'insert into "creators" ("name", "name_key") values (?, ?) returning "id"',
    'insert into "item_creators" ("item_id", "creator_id", "position") values (?, ?, ?)',
  ],
}

/** @param given the columns that MikroORM sends */
function ofWriting(given: readonly string[]): Comparison {
  return {
    question: `How is one added, with its ${lookups.creators.noun.one}?`,
    teaches: 'create and flush: a unit of work',
    lesson:
      'With Kysely each statement is written down, in its order. A unit of work collects new and changed objects instead; flush finds out which statements are needed, and in which order so that each foreign key has its row. This application writes with Kysely, because many rows then take one statement, and because what is written is what is sent.',
    sides: [
      addedByStatements,
      {
        title: 'MikroORM: create and flush',
        name: 'addWithFlush',
        file: here,
        sql: [
          `insert into \`items\` (${quoted(given)}) values (${given.map(() => '?').join(', ')}) returning \`id\``,
          `insert into \`creators\` (${quoted(givenOfCreator)}) values (${givenOfCreator.map(() => '?').join(', ')}) returning \`id\``,
          'insert into `item_creators` (`item_id`, `creator_id`, `position`) values (?, ?, ?)',
        ],
      },
    ],
  }
}

/** The same with the text of each function. */
export async function withCode(comparison: Comparison): Promise<ComparisonWithCode> {
  const sides = comparison.sides.map(async (side) => ({ ...side, code: await codeOf(side) }))
  return { ...comparison, sides: await Promise.all(sides) }
}
