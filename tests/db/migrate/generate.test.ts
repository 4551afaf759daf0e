/** `db revision`: from changed models to a revision file that does what they say, and nothing that was not asked for. */
import { mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeAll, beforeEach, expect, inject, it } from 'vitest'
import { checkSchema } from '../../../src/db/migrate/shape/check.ts'
import { generate, generateMerge } from '../../../src/db/migrate/generate/index.ts'
import type { GenerateOptions } from '../../../src/db/migrate/generate/index.ts'
import { blueprintOfRevisions } from '../../../src/db/migrate/generate/blueprint.ts'
import { modelDdl } from '../../../src/db/migrate/generate/models.ts'
import type { ModelDdl } from '../../../src/db/migrate/generate/models.ts'
import { planOf } from '../../../src/db/migrate/core/plan-of.ts'
import { applySteps } from '../../../src/db/migrate/core/apply.ts'
import { drawHistory, History, loadRevisions, openForMigration } from '../../../src/db/migrate/index.ts'
import { describeDatabase as describeShape } from '../../../src/db/migrate/shape/index.ts'
import { hasFields } from '../../setup/known-fields.ts'

/** These tests change the models by their SQL, and name columns in it that a project may have taken out. */
const asItBegins = hasFields('year', 'identifier', 'description', 'internal_notes')

let models: ModelDdl
let project: History
let folder: string
let run = 0
beforeAll(async () => {
  models = await modelDdl()
  project = await loadRevisions()
})
beforeEach(async () => {
  folder = path.join(inject('runFolder'), `generate-${process.pid}-${run++}`)
  await mkdir(folder)
})

/** The models with something replaced in the SQL of both engines; what is searched for must be there. */
function changed(
  ...changes: [sqlite: string | RegExp, postgresql: string | RegExp, to: string, toPostgresql?: string][]
): ModelDdl {
  let { sqlite, postgresql } = models
  for (const [a, b, to, toPostgresql = to.replaceAll('`', '"')] of changes) {
    const before = { sqlite, postgresql }
    sqlite = sqlite.replace(a, to)
    postgresql = postgresql.replace(b, toPostgresql)
    expect(sqlite).not.toBe(before.sqlite)
    expect(postgresql).not.toBe(before.postgresql)
  }
  return { sqlite, postgresql }
}

const afterYear: [RegExp, RegExp] = [
  /(create table `items` .*?`year` integer null)/,
  /(create table "items" .*?"year" int null)/,
]
const addedPrice = () => changed([...afterYear, '$1, `price` numeric(10,2) not null default 0'])

async function write(options: Partial<GenerateOptions>) {
  const made = await generate({ message: 'change things', folder, history: project, ...options })
  const source = made ? await readFile(made.path, 'utf8') : ''
  return { made, source }
}

/** Runs the file that was written after the project's revisions: up, and down again. */
async function runs(id: string, expected: ModelDdl): Promise<void> {
  const [revision] = (await loadRevisions(folder).catch(async () => ({ revisions: [await imported(id)] })))
    .revisions
  if (!revision) throw new Error('nothing was written')
  const history = new History([...project.revisions, revision])
  expect(await checkSchema(undefined, { history, models: expected })).toEqual([])
  const connection = await openForMigration('sqlite::memory:')
  for (const each of project.revisions) await applySteps(connection, await planOf(each, 'up'))
  const before = await describeShape(connection)
  await applySteps(connection, await planOf(revision, 'up'))
  await applySteps(connection, await planOf(revision, 'down'))
  expect(await describeShape(connection)).toEqual(before)
  await connection.close()
}

async function imported(id: string) {
  const { default: file } = (await import(path.join(folder, `${id}.ts`))) as {
    default: Parameters<typeof History.prototype.find>[0]
  }
  const found = file as unknown as { follows: string; message: string }
  return {
    id,
    follows: [found.follows],
    message: found.message,
    checksum: '',
    file: found,
  } as unknown as History['revisions'][number]
}

it('says so when nothing changed', async () => {
  expect(await generate({ message: 'nothing', folder, history: project })).toBeUndefined()
  expect(await checkSchema(undefined)).toEqual([])
})

it.runIf(asItBegins)('writes an added column, ready to read', async () => {
  const expected = addedPrice()
  const { made, source } = await write({ message: 'Add price', models: expected })
  const last = project.heads[0]?.id ?? ''
  expect(made?.id).toMatch(/^\d{4}_add_price$/)
  expect(source).toContain(`follows: '${last}'`)
  expect(source).toContain(`op.addColumn('items', 'price', decimal(10, 2).notNull().default(0))`)
  expect(source).toContain(`op.dropColumn('items', 'price')`)
  expect(made).toMatchObject({ losses: [], todos: [] })
  await runs(made?.id ?? '', expected)
})

it('writes what is lost at the top of the file and in the summary, and puts the column back at its place', async () => {
  const expected = changed([
    /(create table `items` .*?), `version` integer not null default 1/,
    /(create table "items" .*?), "version" int not null default 1/,
    '$1',
  ])
  const { made, source } = await write({ models: expected, answers: { renames: [], noRename: true } })
  expect(source).toMatch(
    /^\/\*\*\n \* Change things\.\n \*\n \* LOST: the column items\.version with its values\. down\(\) brings it back empty\./,
  )
  expect(made?.losses).toEqual(['the column items.version with its values'])
  await runs(made?.id ?? '', expected)
})

it.runIf(asItBegins)('refuses to guess a rename and names the flag that answers', async () => {
  const expected = changed(
    ['`internal_notes` text', '"internal_notes" text', '`remarks` text'],
    [/length\(internal_notes\)/g, /length\(internal_notes\)/g, 'length(remarks)'],
  )
  await expect(write({ models: expected })).rejects.toThrow(
    'the column items.internal_notes is gone and remarks came: say --rename items.internal_notes:remarks if that is a rename, or --no-rename if items.internal_notes is to be dropped',
  )
  const { made, source } = await write({
    models: expected,
    answers: { renames: ['items.internal_notes:remarks'], noRename: false },
  })
  expect(source).toContain(`op.renameColumn('items', 'internal_notes', 'remarks')`)
  expect(source).not.toContain('dropColumn')
  expect(made?.losses).toEqual([])
  await runs(made?.id ?? '', expected)
})

it.runIf(asItBegins)('asks a person, and believes the answer', async () => {
  const expected = changed(
    ['`internal_notes` text', '"internal_notes" text', '`remarks` text'],
    [/length\(internal_notes\)/g, /length\(internal_notes\)/g, 'length(remarks)'],
  )
  const questions: unknown[] = []
  const { source } = await write({
    models: expected,
    ask: async (question) => {
      questions.push(question)
      return null
    },
  })
  expect(questions).toEqual([{ what: 'column', from: 'items.internal_notes', candidates: ['remarks'] }])
  expect(source).toContain(`op.dropColumn('items', 'internal_notes')`)
})

it.runIf(asItBegins)('renames a table that others refer to, with everything named after it', async () => {
  const rename = (sql: string, mark: string) =>
    sql
      .replaceAll(`${mark}categories${mark}`, `${mark}subjects${mark}`)
      .replace(/(uq|ck)_categories_/g, '$1_subjects_')
  const expected = { sqlite: rename(models.sqlite, '`'), postgresql: rename(models.postgresql, '"') }
  await expect(write({ models: expected })).rejects.toThrow(
    /the table categories is gone and subjects came: say --rename categories:subjects/,
  )
  const { made, source } = await write({
    models: expected,
    answers: { renames: ['categories:subjects'], noRename: false },
  })
  expect(source).toContain(`op.renameTable('categories', 'subjects')`)
  expect(source).not.toMatch(/Check|Unique|ForeignKey|drop/)
  await runs(made?.id ?? '', expected)
})

it.runIf(asItBegins)(
  'writes the data step to complete for a NOT NULL column without a default, and for a unique rule',
  async () => {
    const expected = changed(
      [...afterYear, '$1, `shelf` text not null'],
      [
        /$/,
        /$/,
        ';\ncreate unique index `uq_items_shelf` on `items` (`shelf`);\n',
        ';\nalter table "items" add constraint "uq_items_shelf" unique ("shelf");\n',
      ],
    )
    const { made, source } = await write({ models: expected })
    expect(made?.todos).toEqual([
      'give each row of items its shelf',
      'leave no two rows of items with the same shelf',
    ])
    expect(source).toMatch(
      /op\.addColumn\('items', 'shelf', text\(\)\)[^]*op\.data\('give each row of items its shelf'[^]*op\.setNotNull\('items', 'shelf'\)[^]*op\.addUnique\('items', \['shelf'\]\)/,
    )
    expect(source).toContain('this step is still to be written')
  },
)

it('writes a new table with its rules and indexes, after those that it refers to', async () => {
  const expected = {
    sqlite: `${models.sqlite}\ncreate table \`lendings\` (\`id\` integer not null primary key autoincrement, \`item_id\` integer not null, \`lent_at\` text not null, \`returned\` integer not null default false, constraint \`fk_lendings_item_id\` foreign key (\`item_id\`) references \`items\` (\`id\`) on delete cascade, constraint \`ck_lendings_lent_at_filled\` check (length(lent_at) > 0));\ncreate index \`ix_lendings_item_id\` on \`lendings\` (\`item_id\`);\n`,
    postgresql: `${models.postgresql}\ncreate table "lendings" ("id" serial primary key, "item_id" int not null, "lent_at" timestamptz(3) not null, "returned" boolean not null default false);\n`,
  }
  const { made, source } = await write({ models: expected })
  expect(source).toContain(`lent_at: time().notNull()`)
  expect(source).toContain(`returned: boolean().notNull().default(false)`)
  expect(source).toContain(`foreignKey(['item_id'], 'items', { onDelete: 'cascade' })`)
  await runs(made?.id ?? '', expected)
})

it.runIf(asItBegins)('writes changes of type, default, nullability, rules and indexes', async () => {
  const expected = changed(
    [
      /(create table `items` .*?)`version` integer not null default 1/,
      /(create table "items" .*?)"version" int not null default 1/,
      "$1`version` text not null default '1'",
      `$1"version" text not null default '1'`,
    ],
    [
      '`year` integer null',
      '"year" int null',
      '`year` integer not null default 0',
      '"year" int not null default 0',
    ],
    [/length\(title\) <= 2000/g, /length\(title\) <= 2000/g, 'length(title) <= 1000'],
    [
      /(`item_type_id`\) references `item_types` \(`id`\) on delete) restrict/,
      /("item_type_id"\) references "item_types" \("id"\) on delete) restrict/,
      '$1 cascade',
    ],
    [
      /create index `ix_items_created_by`[^;]*;/,
      /create index "ix_items_created_by"[^;]*;/,
      'create index `ix_items_created_by` on `items` (`created_by`) where year > 1900;',
    ],
  )
  const { made, source } = await write({ models: expected })
  expect(source).toContain(`op.alterType('items', 'version', text().default('1'))`)
  expect(source).toContain(`op.setDefault('items', 'year', 0)`)
  expect(source).toContain(`op.addCheck('items', 'title_length', 'length(title) <= 1000')`)
  expect(made?.todos).toEqual(['give the rows of items without year one'])
  // The data step that its author has still to write is left out here.
  const { path: file = '' } = made ?? {}
  expect(await readFile(file, 'utf8')).toContain(`where: 'year > 1900'`)
})

it('sees a change of type that only PostgreSQL knows', async () => {
  const postgresql = models.postgresql.replace('"user_agent" text', '"user_agent" timestamptz(3)')
  expect(postgresql).not.toBe(models.postgresql)
  expect(await checkSchema(undefined, { models: { ...models, postgresql } })).toEqual([
    'no revision does this, and the models say it: change column sessions.user_agent',
  ])
})

it('writes an empty revision, and one that merges two heads', async () => {
  const history = new History([])
  const first = await generate({ message: 'begin', folder, history, empty: true })
  expect(first?.id).toBe('0001_begin')
  const source = await readFile(first?.path ?? '', 'utf8')
  const { writeFile } = await import('node:fs/promises')
  await writeFile(path.join(folder, '0002_left.ts'), source.replace('follows: null', "follows: '0001_begin'"))
  await writeFile(
    path.join(folder, '0002_right.ts'),
    source.replace('follows: null', "follows: '0001_begin'"),
  )
  const merged = await generateMerge('join both', folder)
  expect(merged.id).toBe('0003_join_both')
  expect(drawHistory(await loadRevisions(folder))).toEqual([
    '* 0003_join_both  join both  (head)',
    '|\\',
    '| * 0002_right  begin',
    '* | 0002_left  begin',
    '|/',
    '* 0001_begin  begin',
  ])
  await expect(generateMerge('again', folder)).rejects.toThrow(
    'there is one head only, so there is nothing to merge',
  )
})

it.runIf(asItBegins)('refuses a message without a letter, and an answer to no question', async () => {
  await expect(write({ message: '!!!', empty: true })).rejects.toThrow(/has no letter or digit/)
  await expect(
    write({ models: addedPrice(), answers: { renames: ['items.title:name'], noRename: false } }),
  ).rejects.toThrow(/items\.title did not go/)
})

it('builds the blueprint of every revision on its own', async () => {
  const { shape } = await blueprintOfRevisions(project.revisions)
  expect(shape.tables.map(({ name }) => name)).toContain('items')
})
