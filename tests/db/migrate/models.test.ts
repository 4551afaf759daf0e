/** Whatever a model can say on both engines: it is generated, applied, checked, changed, and taken back. */
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { defineEntity, p } from '@mikro-orm/core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { Entities } from '../../../src/db/engine/connection.ts'
import { checkSchema } from '../../../src/db/migrate/shape/check.ts'
import { generate } from '../../../src/db/migrate/generate/index.ts'
import { readSqlite, statementsOf } from '../../../src/db/migrate/generate/ddl.ts'
import { modelDdl } from '../../../src/db/migrate/generate/models.ts'
import type { ModelDdl } from '../../../src/db/migrate/generate/models.ts'
import { downgrade, History, loadRevisions, upgrade } from '../../../src/db/migrate/index.ts'
import type { Connection, Revision } from '../../../src/db/migrate/index.ts'
import { shapeDifferences } from '../../../src/db/migrate/shape/diff.ts'
import { describeDatabase as describeShape } from '../../../src/db/migrate/shape/index.ts'
import type { Shape } from '../../../src/db/migrate/shape/shape.ts'
import { createScratch } from '../../setup/scratch.ts'
import type { Scratch } from '../../setup/scratch.ts'
import { using } from './round-trip.ts'

/* eslint-disable @typescript-eslint/no-explicit-any -- models that differ from call to call have no type that helps */
type Parts = Record<string, any>

/** A model of everything, with some of it said otherwise; `null` leaves a property out. */
function everything(
  parts: { properties?: Parts; places?: Parts; more?: Parts; entities?: Entities; deletion?: string } = {},
): Entities {
  const Address = defineEntity({
    name: 'Address',
    embeddable: true,
    properties: { street: p.string(), town: p.string().nullable() },
  })
  const Place = defineEntity({
    name: 'Place',
    tableName: 'places',
    properties: { country: p.string().length(2).primary(), code: p.integer().primary(), name: p.text() },
    ...parts.places,
  } as any)
  const properties: Parts = {
    id: p.integer().primary().autoincrement(),
    big: p.bigint(),
    small: p.smallint(),
    tiny: p.tinyint(),
    approximate: p.float(),
    precise: p.double(),
    yes: p.boolean().default(false),
    price: p.decimal().precision(10).scale(2),
    letters: p.character().length(3),
    word: p.string(),
    code: p.string().length(20),
    uuid: p.uuid(),
    text: p.text().defaultRaw("'it''s'"),
    day: p.date(),
    hour: p.time(),
    moment: p.datetime(),
    instant: p.datetime(6).defaultRaw('current_timestamp'),
    blob: p.blob(),
    bytes: p.uint8array(),
    list: p.array(),
    json: p.json(),
    state: p.enum(['open', 'closed']),
    mood: p.enum(['glad', "o'sad"]).nullable(),
    level: p.enum([1, 2]).default(1),
    tags: p.enum(['a', 'b']).array(),
    native: p.enum(['n1', 'n2']).nativeEnumName('native_kind').nullable(),
    sum: p.integer().generated('(small + tiny) stored').nullable(),
    rated: p.integer().check('rated > 0'),
    noted: p.string().comment('a note'),
    version: p.integer().version(),
    maybe: p.string().nullable(),
    found: p.string().index(),
    only: p.string().unique(),
    named: p.string().index('my_index'),
    lone: p.string().unique('my_unique'),
    own: p.string().columnType('varchar(7)'),
    renamed: p.string().fieldName('other_name'),
    home: () => p.embedded(Address as any),
    packed: () => p.embedded(Address as any).object(),
    all: () => p.embedded(Address as any).array(),
    place: () => p.manyToOne(Place).nullable().deleteRule('set null').updateRule('cascade'),
    parent: (): any =>
      p
        .manyToOne(Everything)
        .nullable()
        .deleteRule(parts.deletion ?? 'cascade'),
    twin: (): any => p.oneToOne(Everything).nullable(),
    late: (): any => p.manyToOne(Everything).nullable().deferMode('deferred').foreignKeyName('late_key'),
    loose: (): any => p.manyToOne(Everything).createForeignKeyConstraint(false).nullable(),
    places: () => p.manyToMany(Place),
    ordered: (): any => p.manyToMany(Everything).fixedOrder().pivotTable('ordered'),
    passing: p.string().persist(false),
    ...parts.properties,
  }
  const Everything: any = defineEntity({
    name: 'Everything',
    tableName: 'everything',
    properties: Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== null)),
    indexes: [
      { properties: ['word', 'text'] },
      { name: 'ix_method', properties: ['word'], type: 'hash' },
      { name: 'ix_gin', properties: ['json'], type: 'gin' },
      { name: 'ix_down', columns: [{ name: 'word', sort: 'desc' }, { name: 'big' }] },
      { name: 'ix_include', properties: ['small'], include: ['tiny'] },
      { name: 'ix_part', properties: ['big'], where: 'small > 1' },
      { name: 'ix_lower', expression: 'create index ix_lower on everything (lower(word), big desc)' },
    ],
    uniques: [
      { properties: ['word', 'small'] },
      { name: 'uq_part', properties: ['tiny'], where: 'small = 2' },
      { name: 'uq_lower', expression: 'create unique index uq_lower on everything (lower(text))' },
    ],
    checks: [
      { name: 'ck_everything_small_positive', expression: 'small > 0' },
      { name: 'sane', expression: 'small < 1000' },
    ],
    ...parts.more,
  } as any)
  const Animal: any = defineEntity({
    name: 'Animal',
    tableName: 'animals',
    discriminator: 'kind',
    properties: { id: p.bigint('number').primary().autoincrement(), kind: p.enum(['animal', 'dog']) },
  } as any)
  const Dog = defineEntity({
    name: 'Dog',
    extends: Animal,
    discriminatorValue: 'dog',
    properties: { bark: p.string() },
  } as any)
  const Vehicle: any = defineEntity({
    name: 'Vehicle',
    tableName: 'vehicles',
    inheritance: 'tpt',
    properties: { id: p.integer().primary(), wheels: p.integer() },
  } as any)
  const Car = defineEntity({
    name: 'Car',
    tableName: 'cars',
    extends: Vehicle,
    properties: { doors: p.integer() },
  } as any)
  const Like = defineEntity({
    name: 'Like',
    tableName: 'likes',
    properties: { id: p.integer().primary(), liked: () => p.manyToOne([Animal, Vehicle] as any) },
  } as any)
  return [Address, Place, Everything, Animal, Dog, Vehicle, Car, Like, ...(parts.entities ?? [])] as any
}

const words = (select: string) =>
  defineEntity({
    name: 'Words',
    tableName: 'words',
    view: true,
    expression: select,
    properties: { id: p.integer().primary(), word: p.string() },
  } as any) as any
const trigger = (body: string) => ({ name: 'touched', timing: 'after', events: ['insert'], body })

const changes: [what: string, parts: Parameters<typeof everything>[0]][] = [
  ['a column that is added', { properties: { added: p.integer().nullable() } }],
  ['a column that is gone', { properties: { maybe: null } }],
  ['the length of a string', { properties: { code: p.string().length(40) } }],
  ['the digits of a number', { properties: { price: p.decimal().precision(12).scale(3) } }],
  ['a type', { properties: { small: p.integer() } }],
  ['a default', { properties: { text: p.text().default('none') } }],
  ['a default that is gone', { properties: { text: p.text() } }],
  ['null allowed', { properties: { word: p.string().nullable() } }],
  ['the values of an enum', { properties: { state: p.enum(['open', 'closed', 'lost']) } }],
  [
    'an enum that is added, and one that is gone',
    { properties: { extra: p.enum(['x', 'y']).nullable(), mood: null } },
  ],
  ['the values of a list of an enum', { properties: { tags: p.enum(['a', 'b', 'c']).array() } }],
  ['a native enum that is gone', { properties: { native: null } }],
  [
    'what a column is worked out from',
    { properties: { sum: p.integer().generated('(small - tiny) stored').nullable() } },
  ],
  ['a column no longer worked out', { properties: { sum: p.integer().nullable() } }],
  [
    'a column that is worked out from now on',
    { properties: { maybe: p.integer().generated('(small * 2) stored').nullable() } },
  ],
  ['the check of a column', { properties: { rated: p.integer().check('rated >= 0') } }],
  ['a comment', { properties: { noted: p.string().comment('another note') } }],
  ['a comment that is gone', { properties: { noted: p.string() } }],
  ['an index that is gone', { properties: { found: p.string() } }],
  ['a unique rule that is gone', { properties: { only: p.string() } }],
  ['what a deletion does', { deletion: 'set null' }],
  ['a link that is gone', { properties: { late: null } }],
  [
    'a primary key',
    {
      places: {
        properties: {
          country: p.string().length(2).primary(),
          code: p.integer().primary(),
          name: p.text().primary(),
        },
      },
    },
  ],
  ['the method of an index', { more: { indexes: [{ name: 'ix_method', properties: ['word'] }] } }],
  [
    'what an index holds besides',
    { more: { indexes: [{ name: 'ix_include', properties: ['small'], include: ['rated'] }] } },
  ],
  [
    'the order and the rows of an index',
    {
      more: {
        indexes: [
          { name: 'ix_down', columns: [{ name: 'word' }, { name: 'big', sort: 'desc' }] },
          { name: 'ix_part', properties: ['big'], where: 'small > 2' },
        ],
      },
    },
  ],
  [
    'checks of the table',
    { more: { checks: [{ name: 'ck_everything_big_positive', expression: 'big > 0' }] } },
  ],
  ['a trigger', { more: { triggers: [trigger('update everything set big = 1 where small = 9;')] } }],
  ['a comment on a table', { places: { comment: 'where it is' } }],
  ['a view', { entities: [words('select id, word from everything')] }],
]

const answers = { renames: [], noRename: true }
let base: { ddl: ModelDdl; file: string; revisions: readonly Revision[] }
let run = 0

/** The revision that leads to these models, after those given; what its author has still to write is nothing, as there are no rows. */
async function revisionTo(ddl: ModelDdl, before?: typeof base): Promise<{ file: string; history: History }> {
  const folder = path.join(inject('runFolder'), `models-${process.pid}-${run++}`)
  await mkdir(folder)
  if (before) await copyFile(before.file, path.join(folder, path.basename(before.file)))
  const history = new History(before?.revisions ?? [])
  const made = await generate({ message: before ? 'change' : 'base', folder, history, models: ddl, answers })
  if (!made) throw new Error('nothing changed')
  const source = await readFile(made.path, 'utf8')
  await writeFile(made.path, source.replaceAll(/op\.todo\([^\n]*\)\n/g, '\n'))
  return { file: made.path, history: await loadRevisions(folder) }
}

beforeAll(async () => {
  const ddl = await modelDdl(everything())
  const { file, history } = await revisionTo(ddl)
  base = { ddl, file, revisions: history.revisions }
})

/** What a change makes of the models, and its revision. They are those of both engines, so they are made once. */
const changed = new Map<string, Promise<{ ddl: ModelDdl; history: History }>>()

async function changeOf(parts: Parameters<typeof everything>[0]) {
  const ddl = await modelDdl(everything(parts))
  return { ddl, history: (await revisionTo(ddl, base)).history }
}

/** What MikroORM itself makes of the models, in a place of its own that is gone again. */
async function madeByMikroOrm(connection: Connection, ddl: ModelDdl): Promise<Shape> {
  const { tables, beyond } = readSqlite(ddl.sqlite)
  const statements =
    connection.engine === 'sqlite'
      ? [...tables, ...[...beyond.values()].flat()]
      : statementsOf(ddl.postgresql)
  await connection.query('begin')
  try {
    if (connection.engine === 'postgresql') {
      await connection.query('create schema direct')
      await connection.query('set local search_path = direct')
    } else {
      const old = await connection.query<{ type: string; name: string }>(
        `select type, name from sqlite_schema where type in ('table', 'view') and name not like 'sqlite%' order by type = 'table'`,
      )
      for (const { type, name } of old) await connection.query(`drop ${type} "${name}"`)
    }
    for (const sql of statements) await connection.query(sql)
    return await describeShape(connection)
  } finally {
    await connection.query('rollback')
  }
}

function comparable(shape: Shape): Shape {
  const plain = JSON.parse(JSON.stringify(shape).replaceAll(/\b(?:direct|public)\./g, '')) as Shape
  const tables = plain.tables.map((table) => ({
    ...table,
    primaryKey: table.primaryKey && { ...table.primaryKey, name: '' },
    columns: table.columns.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  }))
  return { ...plain, tables }
}

describe.each(['sqlite', 'postgresql'] as const)('on %s', (engine) => {
  let scratch: Scratch
  beforeAll(async () => {
    scratch = await createScratch(engine, 'empty')
    await upgrade(scratch.target, { history: new History(base.revisions) })
  })
  afterAll(() => scratch.remove())

  const shape = () => using(scratch.target, async (connection) => comparable(await describeShape(connection)))
  const expectModels = async (ddl: ModelDdl, history: History) => {
    expect(await checkSchema(scratch.target, { history, models: ddl })).toEqual([])
    const direct = await using(scratch.target, (connection) => {
      return connection
        .query(engine === 'sqlite' ? 'pragma foreign_keys = off' : 'select 1')
        .then(() => madeByMikroOrm(connection, ddl))
    })
    expect(shapeDifferences(comparable(direct), await shape())).toEqual([])
  }

  it('makes all that a model can say', async () => {
    await expectModels(base.ddl, new History(base.revisions))
  })

  it.each(changes)('changes %s, and takes it back', async (what, parts) => {
    const making = changed.get(what) ?? changeOf(parts)
    changed.set(what, making)
    const { ddl, history } = await making
    const before = await shape()
    expect(
      await checkSchema(scratch.target, { history: new History(base.revisions), models: ddl }),
    ).not.toEqual([])
    await upgrade(scratch.target, { history })
    try {
      await expectModels(ddl, history)
    } finally {
      await downgrade(scratch.target, { history, to: '-1' })
    }
    expect(shapeDifferences(before, await shape())).toEqual([])
    expect(
      await checkSchema(scratch.target, { history: new History(base.revisions), models: base.ddl }),
    ).toEqual([])
  })
})

describe('what cannot be written is named, and nothing is', () => {
  const refused: [what: string, parts: Parameters<typeof everything>[0], says: RegExp][] = [
    [
      'an index over a property of a JSON value',
      { more: { indexes: [{ name: 'ix_json', properties: ['json.a'] }] } },
      /index ix_json of everything/,
    ],
    [
      'a unique rule that is checked at the end, as only PostgreSQL can',
      { more: { uniques: [{ name: 'uq_late', properties: ['small'], deferMode: 'deferred' }] } },
      /the unique rule uq_late reads "", not "deferrable initially deferred"/,
    ],
    [
      'how full an index is',
      { more: { indexes: [{ name: 'ix_full', properties: ['big'], fillFactor: 70 }] } },
      /the index ix_full reads "", not "with \( fillfactor = 70 \)"/,
    ],
    [
      'a check without a name',
      { more: { checks: [{ expression: 'big > 0' }] } },
      /a check of everything has no name in the models: give it one/,
    ],
    [
      'a table in parts',
      { places: { partitionBy: { type: 'hash', expression: 'code', partitions: 2 } } },
      /uses partitionBy/,
    ],
    [
      'what SQLite does not know',
      { properties: { word: p.string().collation('C') } },
      /SQLite cannot do what the models say: no such collation sequence: C/,
    ],
  ]
  it.each(refused)('%s', async (_, parts, says) => {
    await expect(modelDdl(everything(parts)).then((ddl) => revisionTo(ddl, base))).rejects.toThrow(says)
  })
})
