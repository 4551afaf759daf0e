/** The layout is what ARCHITECTURE.md says: who imports whom, what files are called, and how they begin. */
import { existsSync, globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { resourceNames } from '../src/resources/declared.ts'
import { circlesIn, filesInCircles, judge, pairsOf, parts, placeOf, pure } from './architecture/layers.ts'
import { exportsOf, openingOf, readSource } from './architecture/source.ts'

const root = path.resolve(import.meta.dirname, '..')

/**
 * The features that call another one's queries or commands. A new pair is a decision: add it here, and say in
 * ARCHITECTURE.md why the two belong together in that direction.
 */
const pairs = [
  'searches -> catalogue/items',
  'account -> auth',
  'account -> resources',
  'admin/users -> auth',
  'catalogue/items -> resources',
  'catalogue/lookups -> catalogue/items',
  'catalogue/lookups -> resources',
  'catalogue/suggestions -> catalogue/items',
  'home -> catalogue/items',
  'home -> catalogue/lookups',
  'learn -> catalogue/items',
  'transfer -> catalogue/items',
  // Each table of one's own is made of the parts that they share.
  ...resourceNames.map((name) => `${name} -> resources`),
]

/** Tests that mirror no file of src, with the reason in their names. */
const otherTests = /^(e2e|journeys|setup|access|migrations|architecture|docs|words)(\/|\.test\.)/

function list(pattern: string): string[] {
  return globSync(pattern, { cwd: root, exclude: (name) => name === 'node_modules' })
    .map((file) => file.replaceAll(path.sep, '/'))
    .sort()
}

const text = (file: string) => readFileSync(path.join(root, file), 'utf8')
const read = (file: string) => readSource(file, text(file))
const sources = list('src/**/*.{ts,tsx}').map((file) => ({
  file: file.slice('src/'.length),
  source: read(file),
}))
const verdicts = sources.map(({ file, source }) => judge(file, source.imports))

describe('the source files', () => {
  it('are found', () => {
    expect(sources.map(({ file }) => file)).toContain('domain.ts')
  })

  it('import only what their layer may', () => {
    expect(verdicts.flatMap(({ problems }) => problems)).toEqual([])
  })

  it('call other features only in the pairs listed here', () => {
    expect(pairsOf(verdicts.flatMap(({ crossings }) => crossings))).toEqual([...pairs].sort())
  })

  it('call other features one way, never in a circle', () => {
    expect(circlesIn(verdicts.flatMap(({ crossings }) => crossings))).toEqual([])
  })

  it('reach no database where they are said to be pure', () => {
    for (const { source } of sources.filter(({ file }) => pure.includes(file))) {
      const reached = source.imports.filter(({ typeOnly }) => !typeOnly).map(({ specifier }) => specifier)
      expect(
        reached.filter((specifier) => !/(errors|messages)\.ts$|^node:async_hooks$/.test(specifier)),
      ).toEqual([])
    }
  })

  it('import each other one way, never in a circle, types included', () => {
    const imports = new Map(
      sources.map(({ file, source }) => [
        file,
        source.imports
          .filter(({ specifier }) => specifier.startsWith('.'))
          .map(({ specifier }) => path.posix.join(path.posix.dirname(file), specifier)),
      ]),
    )
    expect(filesInCircles(imports)).toEqual([])
  })

  it('export each name once, so that it has one meaning', () => {
    const files = new Map<string, string[]>()
    // A preset says the same things as domain.ts, in whose place it stands.
    for (const { file } of sources.filter(({ file }) => !/^(db\/migrations|presets)\//.test(file)))
      for (const name of exportsOf(text(`src/${file}`))) files.set(name, [...(files.get(name) ?? []), file])
    expect([...files].filter(([, all]) => all.length > 1)).toEqual([])
  })

  it('import only files that exist', () => {
    const missing = sources.flatMap(({ file, source }) =>
      source.imports
        .filter(({ specifier }) => specifier.startsWith('.'))
        .filter(({ specifier }) => !existsSync(path.join(root, 'src', path.dirname(file), specifier)))
        .map(({ specifier, line }) => `src/${file}:${line} imports ${specifier}`),
    )
    expect(missing).toEqual([])
  })

  it('read the environment in src/config.ts, and what must be known before it in src/config/preset.ts, and nowhere else', () => {
    const readers = sources.flatMap(({ file, source }) =>
      source.environmentLines.map((line) => `src/${file}:${line}`),
    )
    expect(readers.filter((place) => !/^src\/config(\/preset)?\.ts:/.test(place))).toEqual([])
  })
})

describe('all files of code', () => {
  const code = list('{src,tests,scripts,bench,cli}/**/*.{ts,tsx,mjs,js}').concat(list('*.{ts,js}'))

  it('begin with a sentence that says what they are for', () => {
    const without = code.filter((file) => !/\w+\W+\w+.*[.!?:]/s.test(openingOf(text(file))))
    expect(without).toEqual([])
  })

  it('have names that say something: no utils, lib, helpers or common', () => {
    const drawers = /(^|\/)(utils?|libs?|helpers?|commons?|misc)(\/|\.)/
    expect(code.filter((file) => drawers.test(file))).toEqual([])
  })

  it('are tested in the same place: a test has the path of a file of src, or lies in the folder of several', () => {
    const strays = list('tests/**/*.test.{ts,tsx}')
      .map((file) => file.slice('tests/'.length))
      .filter((file) => !otherTests.test(file) && !mirrors(file))
    expect(strays.map((file) => `tests/${file}`)).toEqual([])
  })
})

/** `db/models.rules.test.ts` tests one side of src/db/schema/models.ts; `db/migrate/changes.test.ts` what src/db/migrate does together. */
function mirrors(test: string): boolean {
  const { dir, base } = path.posix.parse(test)
  const stem = path.posix.join(dir, base.replace(/\..*$/, ''))
  const candidates = ['', '.ts', '.tsx'].map((end) => stem + end).concat(dir === '' ? [] : [dir])
  return candidates.some(
    (each) => existsSync(path.join(root, 'src', each)) || existsSync(path.join(root, each)),
  )
}

describe('the test of imports itself', () => {
  const problems = (file: string, text: string) => judge(file, readSource(file, text).imports).problems

  it.each([
    ['features/home/pages.tsx', "import { db } from '../../db/engine/connection.ts'"],
    ['features/home/pages.tsx', "import type { Tables } from '../../db/tables.ts'"],
    ['features/home/pages.tsx', "import { listItems } from './queries.ts'"],
    ['features/home/pages.tsx', "import { type Item } from './queries.ts'"],
    ['features/home/pages.tsx', "import { sql } from 'kysely'"],
    ['features/home/routes.tsx', "import { openDatabase } from '../../db/engine/connection.ts'"],
    ['features/home/routes.tsx', "import { Card } from '../../ui/card.tsx'"],
    ['features/home/forms.ts', "import { sql } from 'kysely'"],
    ['features/home/forms.ts', "import { paths } from '../../paths.ts'"],
    ['features/home/queries.ts', "export * from './pages.tsx'"],
    ['features/home/commands.ts', "const page = await import('./pages.tsx')"],
    ['features/home/commands.ts', "import { context } from '../../http/context.ts'"],
    ['features/a/routes.tsx', "import { Page } from '../b/pages.tsx'"],
    ['features/a/pages.tsx', "import type { Item } from '../b/queries.ts'"],
    ['features/catalogue/items/pages.tsx', "import { x } from '../creators/forms.ts'"],
    ['features/a/forms.ts', "import { x } from '../b/forms.ts'"],
    ['db/engine.ts', "import { hash } from '../security/password.ts'"],
    ['db/engine.ts', "import { listItems } from '../features/home/queries.ts'"],
    ['db/migrations/0001_create.ts', "import { Item } from '../models.ts'"],
    ['db/migrations/0001_create.ts', "type T = import('../models.ts').Tables"],
    ['security/session.ts', "import { layout } from '../ui/layout.tsx'"],
    ['http/respond.ts', "import { openDatabase } from '../db/engine/connection.ts'"],
    ['ui/card.tsx', "import { readConfig } from '../config.ts'"],
    ['ui/card.tsx', "import { readFileSync } from 'node:fs'"],
    ['domain.ts', "import { paths } from './paths.ts'"],
    ['rules/text.ts', "import { domain } from '../domain.ts'"],
    ['rules/checks.ts', "import { sql } from 'kysely'"],
    ['features/home/forms.ts', "import { now } from '../../db/schema/time.ts'"],
    ['client/menu.ts', "import { paths } from '../paths.ts'"],
    ['client/menu.ts', "import path from 'node:path'"],
    ['config.ts', "import tests from '../tests/docs.test.ts'"],
    ['features/home/service.ts', ''],
    ['features/forms.ts', ''],
    ['helpers/x.ts', ''],
  ])('refuses %s with %s', (file, text) => {
    expect(problems(file, text)).toHaveLength(1)
  })

  it.each([
    ['features/home/pages.tsx', "import type { Item } from './queries.ts'"],
    [
      'features/home/pages.tsx',
      "import { Card } from '../../ui/card.tsx'\nimport type { Child } from 'preact'",
    ],
    [
      'features/home/routes.tsx',
      "import type { Database } from '../../db/engine/connection.ts'\nimport { Hono } from 'hono'",
    ],
    [
      'features/home/routes.tsx',
      "import { HomePage } from './pages.tsx'\nimport { paths } from '../../paths.ts'",
    ],
    ['features/home/pages/detail.tsx', "import { part } from './part.tsx'\nimport { x } from '../forms.ts'"],
    [
      'features/home/commands.ts',
      "import { find } from './queries.ts'\nimport { searchKey } from '../../rules/text.ts'",
    ],
    ['features/home/forms.ts', "import { z } from 'zod'\nimport { limits } from '../../rules/limits.ts'"],
    ['db/migrations/0001_create.ts', "import { revision } from '../migrate/define.ts'"],
    [
      'db/engine/connection.ts',
      "import { models } from '../schema/models.ts'\nimport { Kysely } from 'kysely'",
    ],
    ['http/errors.tsx', "import { isBusy } from '../db/engine/failures.ts'"],
    ['features/home/forms/fields.ts', "import { normaliseText } from '../../../rules/text.ts'"],
    ['http/context.ts', "import type { Database } from '../db/engine/connection.ts'"],
    ['cli/db.ts', "import { upgrade } from '../db/migrate/index.ts'"],
    ['app.tsx', "import { home } from './features/home/routes.tsx'"],
    ['server.ts', "import packageJson from '../package.json' with { type: 'json' }"],
  ])('accepts %s with %s', (file, text) => {
    expect(problems(file, text)).toEqual([])
  })

  it('collects the calls between features and finds those in a circle', () => {
    const crossings = [
      ...judge(
        'features/home/routes.tsx',
        readSource('a.ts', "import { l } from '../catalogue/items/queries.ts'").imports,
      ).crossings,
      ...judge(
        'features/api/routes.ts',
        readSource('a.ts', "import { l } from '../catalogue/items/commands.ts'").imports,
      ).crossings,
    ]
    expect(pairsOf(crossings)).toEqual(['api -> catalogue/items', 'home -> catalogue/items'])
    expect(circlesIn(crossings)).toEqual([])
    expect(
      circlesIn([...crossings, { from: 'catalogue/items', to: 'x' }, { from: 'x', to: 'home' }]),
    ).toEqual(['catalogue/items', 'home', 'x'])
  })

  it('sees what a file declares and exports, and not what it hands on', () => {
    const file = `export const a = 1\nexport async function b() {}\nexport type C = 1\nexport { d } from './d.ts'`
    expect(exportsOf(file)).toEqual(['a', 'b', 'C'])
  })

  it('finds files that import each other in a circle', () => {
    const imports = new Map([
      ['a.ts', ['b.ts']],
      ['b.ts', ['c.ts', 'd.ts']],
      ['c.ts', ['a.ts']],
      ['d.ts', []],
    ])
    expect(filesInCircles(imports)).toEqual(['a.ts', 'b.ts', 'c.ts'])
  })

  it('knows a feature from its folder, however deep', () => {
    expect(placeOf('features/catalogue/items/queries.ts')).toEqual({
      layer: 'queries',
      feature: 'catalogue/items',
    })
    expect(placeOf('features/catalogue/items/pages/list.tsx')).toEqual({
      layer: 'pages',
      feature: 'catalogue/items',
    })
    expect(parts).toHaveLength(5)
  })

  it.each([
    'const a = process.env.PORT',
    "const a = process['env']",
    'const { env } = process',
    'const { env: settings } = globalThis.process',
    "import { env } from 'node:process'",
    "import { env as settings } from 'process'",
  ])('sees that the environment is read by: %s', (text) => {
    expect(readSource('a.ts', text).environmentLines).toEqual([1])
  })

  it.each([
    'const env = 1',
    'options.env',
    "import { env } from './settings.ts'",
    'type P = { env: string }',
  ])('does not take for it: %s', (text) => {
    expect(readSource('a.ts', text).environmentLines).toEqual([])
  })

  it('reads the comment a file begins with, in either form, after a #! line too', () => {
    expect(openingOf('/** Says it.\n * And more. */\nx')).toBe('Says it.\nAnd more.')
    expect(openingOf('#!/usr/bin/env node\n// Says it.\nx')).toBe('Says it.')
    expect(openingOf("import x from 'x'\n/** Late. */")).toBe('')
  })
})
