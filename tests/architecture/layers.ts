/** Who may import whom: ARCHITECTURE.md's table as code. A file's place in src says its layer; the layer says the rest. */
import path from 'node:path'
import type { Import } from './source.ts'

/** The five files of a feature; a file that outgrew its length may be a folder of that name. */
export const parts = ['forms', 'queries', 'commands', 'pages', 'routes'] as const
type Part = (typeof parts)[number]

/** Where a file belongs: a layer such as `db`, or a part of a feature such as `queries` of `catalogue/items`. */
export interface Place {
  layer: string
  feature?: string
}

/** `full`: any import. `types`: only `import type`. What is not named is forbidden. */
type Allowed = Partial<Record<string, 'full' | 'types'>>

/** Layers of which several parts of one feature are named `own:`: they mean the same feature, never another. */
const table: Record<string, Allowed> = {
  routes: {
    'own:forms': 'full',
    'own:queries': 'full',
    'own:commands': 'full',
    'own:pages': 'full',
    'own:routes': 'full',
    http: 'full',
    security: 'full',
    paths: 'full',
    config: 'full',
    domain: 'full',
    rules: 'full',
    fields: 'full',
    resources: 'full',
    db: 'types',
  },
  commands: {
    'own:commands': 'full',
    'own:forms': 'full',
    'own:queries': 'full',
    search: 'full',
    db: 'full',
    security: 'full',
    domain: 'full',
    rules: 'full',
    fields: 'full',
    resources: 'full',
  },
  queries: {
    'own:queries': 'full',
    'own:forms': 'full',
    search: 'full',
    db: 'full',
    security: 'full',
    domain: 'full',
    rules: 'full',
    fields: 'full',
    resources: 'full',
  },
  pages: {
    'own:pages': 'full',
    'own:forms': 'full',
    'own:queries': 'types',
    'catalogue/parts': 'full',
    ui: 'full',
    paths: 'full',
    domain: 'full',
    rules: 'full',
    fields: 'full',
    resources: 'full',
  },
  'catalogue/parts': {
    'catalogue/parts': 'full',
    ui: 'full',
    paths: 'full',
    domain: 'full',
    rules: 'full',
    fields: 'full',
    resources: 'full',
  },
  forms: { 'own:forms': 'full', domain: 'full', rules: 'full', fields: 'full', resources: 'full' },
  http: {
    http: 'full',
    security: 'full',
    ui: 'full',
    config: 'full',
    paths: 'full',
    domain: 'full',
    rules: 'full',
    fields: 'full',
    resources: 'full',
    db: 'types',
  },
  security: {
    security: 'full',
    search: 'full',
    db: 'full',
    config: 'full',
    paths: 'full',
    domain: 'full',
    rules: 'full',
    fields: 'types',
    resources: 'full',
  },
  db: {
    db: 'full',
    'db/migrations': 'full',
    config: 'full',
    domain: 'full',
    rules: 'full',
    fields: 'full',
    resources: 'full',
  },
  search: { search: 'full', db: 'full', domain: 'full', rules: 'full', fields: 'full' },
  'db/migrations': { 'db/migrate': 'full', 'rules/look-alikes.ts': 'full' },
  ui: { ui: 'full', paths: 'full', domain: 'full', rules: 'full', fields: 'full', resources: 'full' },
  config: { config: 'full', domain: 'full' },
  paths: {},
  domain: { domain: 'full', rules: 'full', fields: 'full' },
  fields: { fields: 'full', rules: 'full' },
  resources: { resources: 'full', domain: 'full', fields: 'full', rules: 'full' },
  rules: { rules: 'full' },
  client: { client: 'full' },
}

/** What db knows of its errors, and of which statements were sent, reaches no database: http answers by it and logs it. */
export const pure = ['db/engine/failures.ts', 'db/engine/query-log.ts']
const mayUsePure = new Set(['http'])

/** The top of the program: these may import anything. */
const top = new Set([
  'server',
  'search-process',
  'load-domain',
  'load-preset',
  'load-tsx',
  'serve',
  'app',
  'first-start',
  'cli',
])

/** What belongs to the layer of `domain.ts`: what follows from it, and what may stand in its place. */
const ofDomain = new Set(['domain', 'declared', 'presets', 'type-rules'])

/** What layers that must stay pure may take from outside; the others may take what they need. */
const packages: Record<string, RegExp> = {
  forms: /^zod$/,
  pages: /^preact(\/|$)/,
  'catalogue/parts': /^preact(\/|$)/,
  ui: /^preact(-render-to-string)?(\/|$)/,
  domain: /^$/,
  fields: /^(@mikro-orm\/(core|sql)|kysely)$/,
  resources: /^zod$/,
  rules: /^zod$/,
  paths: /^$/,
  client: /^(?!node:|hono|kysely|@mikro-orm|pg$)/,
}

/** The layer of a file, given as its path from src: 'features/catalogue/items/queries.ts'. Undefined where there is no such layer. */
export function placeOf(file: string): Place | undefined {
  const steps = file.replace(/\.(ts|tsx)$/, '').split('/')
  const [first = '', second = ''] = steps
  if (file.startsWith('features/catalogue/parts/')) return { layer: 'catalogue/parts' }
  if (first === 'features') return placeInFeature(steps.slice(1))
  if (first === 'db' && second === 'migrations') return { layer: 'db/migrations' }
  if (ofDomain.has(first)) return { layer: 'domain' }
  if (top.has(first) || first in table) return { layer: first }
  return undefined
}

function placeInFeature(steps: string[]): Place | undefined {
  const at = steps.findIndex((step) => (parts as readonly string[]).includes(step))
  return at > 0 ? { layer: steps[at] as Part, feature: steps.slice(0, at).join('/') } : undefined
}

/** A call from one feature into another's public face. */
export interface Crossing {
  from: string
  to: string
}

export interface Verdict {
  problems: string[]
  crossings: Crossing[]
}

/** Judges the imports of one file of src against the table. `crossings` are for the caller to compare with its list. */
export function judge(file: string, imports: readonly Import[]): Verdict {
  const place = placeOf(file)
  if (place === undefined) {
    return {
      problems: [
        `src/${file} belongs to no layer: a feature has ${parts.join(', ')}, and src has few folders`,
      ],
      crossings: [],
    }
  }
  const verdict: Verdict = { problems: [], crossings: [] }
  for (const each of imports) {
    const says = `src/${file}:${each.line} imports ${each.specifier}`
    if (!each.specifier.startsWith('.')) {
      const allowed = packages[place.layer]
      if (allowed && !allowed.test(each.specifier))
        verdict.problems.push(`${says}, a package that ${place.layer} may not use`)
      continue
    }
    const target = path.posix.join(path.posix.dirname(file), each.specifier)
    judgeOwn(place, target, each, says, verdict)
  }
  return verdict
}

function judgeOwn(place: Place, target: string, { typeOnly }: Import, says: string, verdict: Verdict): void {
  if (top.has(place.layer)) return
  if (target.startsWith('..')) {
    verdict.problems.push(`${says}, which is outside src`)
    return
  }
  const there = placeOf(target)
  if (there === undefined) {
    verdict.problems.push(`${says}, which belongs to no layer`)
    return
  }
  if (there.feature !== undefined && place.feature !== undefined && there.feature !== place.feature) {
    judgeCrossing(place, there, says, verdict)
    return
  }
  if (pure.includes(target) && mayUsePure.has(place.layer)) return
  const allowed = allowance(place.layer, there, target)
  if (allowed === 'full' || (allowed === 'types' && typeOnly)) return
  verdict.problems.push(
    allowed === 'types'
      ? `${says}: ${place.layer} may import only types from ${there.layer} (write "import type")`
      : `${says}: ${place.layer} may not import ${there.layer}`,
  )
}

function allowance(layer: string, there: Place, target: string): 'full' | 'types' | undefined {
  const allowed = table[layer] ?? {}
  if (there.feature !== undefined) return allowed[`own:${there.layer}`]
  // A revision may use the migration tool, which is one folder of its layer.
  if (target.startsWith('db/migrate/') && 'db/migrate' in allowed) return allowed['db/migrate']
  // Data that is never changed is history as well.
  return allowed[target] ?? allowed[there.layer]
}

function judgeCrossing(place: Place, there: Place, says: string, verdict: Verdict): void {
  // What may be sent to a feature is pure, and part of its face: an address that lists items is read by the items' forms.
  const isFace = ['queries', 'commands', 'forms'].includes(there.layer)
  const mayCall = place.layer === 'routes' || place.layer === 'queries' || place.layer === 'commands'
  if (isFace && mayCall) {
    verdict.crossings.push({ from: place.feature ?? '', to: there.feature ?? '' })
    return
  }
  verdict.problems.push(
    `${says}: only routes, queries and commands may call another feature, and only its forms, queries and commands`,
  )
}

/** The pairs, sorted and once each, as 'home -> catalogue/items'. */
export function pairsOf(crossings: readonly Crossing[]): string[] {
  return [...new Set(crossings.map(({ from, to }) => `${from} -> ${to}`))].sort()
}

/** Features that call each other, directly or in a circle: what should be one way is not. */
export function circlesIn(crossings: readonly Crossing[]): string[] {
  const next = Map.groupBy(crossings, ({ from }) => from)
  return filesInCircles(new Map([...next].map(([from, all]) => [from, all.map(({ to }) => to)])))
}

/** Those that lead back to themselves. @param imports what each of them leads to */
export function filesInCircles(imports: ReadonlyMap<string, readonly string[]>): string[] {
  const reaches = (from: string, goal: string, seen: Set<string>): boolean =>
    (imports.get(from) ?? []).some((to) => to === goal || (!seen.has(to) && reaches(to, goal, seen.add(to))))
  return [...imports.keys()].filter((file) => reaches(file, file, new Set())).sort()
}
