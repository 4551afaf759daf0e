/** The documentation is tested: what there is is documented, and what is documented exists. */
import { existsSync, globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { Command } from 'commander'
import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { createProgram } from '../src/cli/program.ts'
import { settingNames } from '../src/config.ts'
import { resourceNames } from '../src/resources/declared.ts'
import { parts } from './architecture/layers.ts'
import { problemWith, spellOut } from './docs/commands.ts'
import { anchorsIn, codeIn, firstCells, linksIn, section } from './docs/markdown.ts'
import { addressesIn, routesOfApp, spellRoutes } from './docs/routes.ts'

const root = path.resolve(import.meta.dirname, '..')
const text = (file: string) => readFileSync(path.join(root, file), 'utf8')

const pages = globSync(['*.md', 'docs/**/*.md'], { cwd: root })
  .map((file) => file.replaceAll(path.sep, '/'))
  .sort()
/** Records of decisions and changes say what was true on their day; only their links are followed. */
const current = pages.filter((file) => !/^(docs\/decisions\/\d|CHANGELOG)/.test(file))
const reference = text('docs/reference.md')

interface Package {
  scripts: Record<string, string>
  dependencies: Record<string, string>
  devDependencies: Record<string, string>
  optionalDependencies: Record<string, string>
}
const packageJson = JSON.parse(text('package.json')) as Package
const scriptCalls = Object.keys(packageJson.scripts).map((name) =>
  name === 'start' || name === 'test' ? `npm ${name}` : `npm run ${name}`,
)

/** Says of each line of code in the current pages what the check finds wrong with it. */
function findInCode(check: (line: string) => string | undefined): string[] {
  return current.flatMap((file) =>
    codeIn(text(file)).flatMap((line) => {
      const problem = check(line)
      return problem === undefined ? [] : `${file}: ${problem} (in: ${line})`
    }),
  )
}

describe('what there is, is documented', () => {
  it.each(scriptCalls)('%s in docs/reference.md', (call) => {
    expect(codeIn(reference).filter((code) => code === call || code.startsWith(`${call} `))).not.toEqual([])
  })

  it.each(spellOut(createProgram()))(
    'npx $call and its options in docs/reference.md',
    ({ call, options }) => {
      const lines = reference
        .split('\n')
        .filter((line) => line.includes(`\`npx ${call}\``) || line.includes(`\`npx ${call} `))
      expect(lines, `a line with \`npx ${call} ...\``).not.toEqual([])
      expect(options.filter((option) => !lines.some((line) => line.includes(option)))).toEqual([])
    },
  )

  it.each(settingNames)('the setting %s in docs/reference.md and .env.example', (name) => {
    expect(firstCells(section(reference, 'Settings')).join(' ')).toContain(`\`${name}\``)
    expect(text('.env.example')).toMatch(new RegExp(`^# ?${name}=`, 'm'))
  })

  /** A resource is a table of a project's own: its addresses follow from its name, and it is declared in one place. */
  const isOfResource = (at: string) =>
    resourceNames.some((name) => new RegExp(`(^| |/features)/${name}(/|$)`).test(at))

  it.each(routesOfApp().filter((address) => !isOfResource(address)))(
    'the address %s in docs/reference.md',
    (address) => {
      expect(addressesIn(codeIn(section(reference, 'Addresses')))).toContain(address)
    },
  )

  const folders = globSync('src/**/', { cwd: root })
    .map((folder) => folder.replaceAll(path.sep, '/').replace(/\/$/, ''))
    .filter((folder) => !isOfResource(folder))
    .filter((folder) => folder !== 'src' && !(parts as readonly string[]).includes(path.basename(folder)))
    // What a folder within db, ui and the like holds is explained in its own files.
    .filter((folder) => folder.startsWith('src/features/') || folder.split('/').length <= 3)
  const layout = section(text('ARCHITECTURE.md'), 'The layout')
  it.each(folders)('the folder %s in the layout of ARCHITECTURE.md', (folder) => {
    expect(layout).toMatch(new RegExp(`\\s${path.basename(folder)}/`))
  })

  const packages = ['dependencies', 'devDependencies', 'optionalDependencies'] as const
  it('each package in ARCHITECTURE.md, with what it is for, and no other', () => {
    const documented = firstCells(section(text('ARCHITECTURE.md'), 'Dependencies'))
      .map((cell) => /^`(.+)`$/.exec(cell)?.[1])
      .filter((name) => name !== undefined)
    expect(documented.toSorted()).toEqual(
      packages.flatMap((kind) => Object.keys(packageJson[kind])).toSorted(),
    )
  })
})

describe('what is documented, is there', () => {
  it('in the picture of the data model, the tables and columns that are described beside it', () => {
    const model = text('docs/database-model.md')
    const picture = text('docs/images/model.svg')
    const tables = [...picture.matchAll(/<text class="name"[^>]*>(\w+)</g)].map((match) => match[1])
    const columns = [...picture.matchAll(/<text x="10"[^>]*>(\w+)</g)].map((match) => match[1])
    const described = section(model, '4. Every table and field')
    const named = firstCells(described).flatMap((cell) =>
      [...cell.matchAll(/`(\w+)`/g)].map((match) => match[1]),
    )
    expect([...new Set(columns)].sort()).toEqual([...new Set(named)].sort())
    const headings = described
      .split('\n')
      .filter((line) => line.startsWith('### ') || line.includes('| item_type'))
    for (const table of tables) expect(headings.join('\n')).toContain(table)
  })

  it('npm scripts', () => {
    const problems = findInCode((line) => {
      const unknown = [...line.matchAll(/\bnpm (?:run ([\w:.-]+)|(start|test)\b)/g)]
        .map((match) => match[1] ?? match[2] ?? '')
        .filter((name) => !(name in packageJson.scripts))
      return unknown.length === 0 ? undefined : `there is no npm script ${unknown.join(', ')}`
    })
    expect(problems).toEqual([])
  })

  it('commands of crowfoot and their options', () => {
    const program = createProgram()
    expect(findInCode((line) => problemWith(line, program))).toEqual([])
  })

  it('files that code in the guides imports: it stands in a feature of its own, called lives', () => {
    const problems = findInCode((line) => {
      const [, specifier] = /from '(\.\.\/[^']+)'/.exec(line) ?? []
      if (specifier === undefined) return undefined
      const places = ['src', 'tests'].map((top) => path.posix.join(top, 'features/lives', specifier))
      const isThere = places.some(
        (place) => place.includes('features/lives/') || existsSync(path.join(root, place)),
      )
      return isThere ? undefined : `there is no ${places[0]}`
    })
    expect(problems).toEqual([])
  })

  it('scripts and files of the repository', () => {
    const problems = findInCode((line) => {
      const files =
        line.match(/(?<![\w/.@-])(src|tests|scripts|docs|public|samples|cli|bench|\.ci)\/[\w./-]*\w\/?/g) ??
        []
      const missing = files.filter((file) => !/NNNN|\.\.\./.test(line) && !existsSync(path.join(root, file)))
      return missing.length === 0 ? undefined : `there is no ${missing.join(', ')}`
    })
    expect(problems).toEqual([])
  })

  it('settings, wherever a table or .env.example lists them', () => {
    const listed = [
      ...firstCells(section(reference, 'Settings')).flatMap((cell) =>
        [...cell.matchAll(/`([A-Z_]+)`/g)].map((match) => match[1]),
      ),
      ...[...text('.env.example').matchAll(/^#? ?([A-Z_]+)=/gm)].map((match) => match[1]),
    ]
    expect(listed.filter((name) => !settingNames.includes(name ?? ''))).toEqual([])
  })

  it('addresses in docs/reference.md', () => {
    const addresses = addressesIn(codeIn(section(reference, 'Addresses')))
    const routes = routesOfApp()
    expect(addresses.filter((address) => !routes.includes(address))).toEqual([])
  })

  it('the files and headings that links lead to', () => {
    const broken = pages.flatMap((file) =>
      linksIn(text(file)).flatMap((link) => {
        const [target = '', anchor] = link.split('#')
        const linked =
          target === '' ? file : path.posix.join(path.posix.dirname(file), decodeURIComponent(target))
        if (!existsSync(path.join(root, linked))) return `${file}: ${link}`
        if (anchor === undefined || !linked.endsWith('.md')) return []
        return anchorsIn(text(linked)).includes(anchor) ? [] : `${file}: ${link} (no such heading)`
      }),
    )
    expect(broken).toEqual([])
  })
})

describe('the tests of the documentation themselves', () => {
  const program = new Command('crowfoot')
  const db = program.command('db')
  db.command('upgrade').argument('[revision]').option('--json')
  db.command('current')

  it.each([
    'npx crowfoot db upgade',
    'npx crowfoot dbs upgrade',
    'npx crowfoot db upgrade --jsn',
    'npx crowfoot db current --json',
    'DATABASE_URL=sqlite:x.db npx crowfoot db nothing',
    '$ crowfoot user add',
  ])('find what is wrong with: %s', (line) => {
    expect(problemWith(line, program)).toBeTypeOf('string')
  })

  it.each([
    'npx crowfoot db upgrade 0003 --json',
    'npx crowfoot db upgrade [REV] [--json]',
    'npx crowfoot db ...',
    'npx crowfoot --help',
    'npx crowfoot db current | head',
    'npx crowfoot db --help       what there is',
    'npx crowfoot db current # says which',
    'crowfoot needs Node',
    'data/crowfoot.db is the file',
  ])('accept: %s', (line) => {
    expect(problemWith(line, program)).toBeUndefined()
  })

  it('spell commands as people type them', () => {
    expect(spellOut(program)).toEqual([
      { call: 'crowfoot db upgrade', options: ['--json'] },
      { call: 'crowfoot db current', options: [] },
    ])
  })

  it('see code in blocks and in spans, and links outside of both', () => {
    const page =
      '# A page\n`one` and [two](three.md#four)\n\n```sh\nnpm run six\n[no](link.md)\n```\n\n## A page\n## What `is` it?\n'
    expect(codeIn(page)).toEqual(['npm run six', '[no](link.md)', 'one', 'is'])
    expect(linksIn(page)).toEqual(['three.md#four'])
    expect(anchorsIn(page)).toEqual(['a-page', 'a-page-1', 'what-is-it'])
  })

  it('spell routes as people read them, and leave middleware out', () => {
    const app = new Hono()
    app.use(async (_c, next) => next())
    app.get('/items/:id{[0-9]{1,9}}/edit', (c) => c.text(''))
    app.post('/items/:id{[0-9]+}', (c) => c.text(''))
    expect(spellRoutes(app)).toEqual(['/items/ID/edit', 'POST /items/ID'])
  })

  it('read sections, tables and addresses', () => {
    const page = '# R\n## A\n| x | y |\n| --- | --- |\n| `P`, `Q` | z |\n### B\nb\n## C\nc'
    expect(section(page, 'A')).toBe('## A\n| x | y |\n| --- | --- |\n| `P`, `Q` | z |\n### B\nb')
    expect(firstCells(section(page, 'A'))).toEqual(['x', '`P`, `Q`'])
    expect(addressesIn(['/items?q=', 'POST /items/ID', 'GET /', 'title', '/items/ID/edit'])).toEqual([
      '/items',
      'POST /items/ID',
      '/',
      '/items/ID/edit',
    ])
  })
})
