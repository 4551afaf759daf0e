/**
 * Every exported command and query asks by itself who acts: a route that forgot to ask would still show and change nothing.
 * New ones are found by themselves; what somebody without rights may call stands in the lists below, each with its reason.
 */
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { HTTPException } from 'hono/http-exception'
import ts from 'typescript'
import { beforeAll, describe, expect, it } from 'vitest'
import { findSession, startSession, viewerOf } from '../../src/security/sessions/session.ts'
import { operator, visitor } from '../../src/security/rights/viewer.ts'
import type { Viewer } from '../../src/security/rights/viewer.ts'
import { opened } from '../setup/database.ts'
import { addPerson } from '../setup/people.ts'

/** Functions that ask nobody, and why. */
const askNobody: Record<string, string> = {
  'admin/roles changesOf': 'compares what was read already',
  'auth createUser': 'part of a transaction whose caller has asked',
  'auth emailKey': 'makes a text from a text',
  'auth findSignInAccount': 'signing in comes before anybody is known',
  'auth lockAccount': 'part of a transaction whose caller has asked',
  'auth passwordChosen': 'names columns',
  'auth passwordGiven': 'names columns',
  'auth register': 'anybody may register where registration is open',
  'auth sayWhatIsTaken': 'names an error',
  'auth signIn': 'anybody may try',
  'account findPasswordHash': 'part of checking a password, which its callers ask for',
  'catalogue/items choiceOfLookup': 'names a parameter of an address',
  'catalogue/items choiceOfReference': 'names a parameter of an address',
  'catalogue/items choicesOfLookup': 'names parameters of an address',
  'catalogue/items linksOf': 'reads the links of items that its callers have read',
  'catalogue/items withLinks': 'part of the lists, which ask',
  'resources deleteRow': 'part of a transaction whose caller has asked',
  'resources insertRow': 'part of a transaction whose caller has asked',
  'resources mustBeUnused': 'part of a transaction whose caller has asked',
  'resources updateRow': 'part of a transaction whose caller has asked',
  'resources usesInRows': 'part of a transaction whose caller has asked',
  'health pingDatabase': 'says whether the database answers',
  'transfer isEmpty': 'says whether there is anything at all, for the first start',
  'transfer listSamples': 'reads files of the project',
  'transfer readSample': 'reads files of the project',
}

/** The queries that only build a statement, to be read at /learn/model; `readExamples` runs them. */
const builders = [
  ...['itemsOfType', 'itemsWithType', 'creatorsOfItem', 'itemsWithoutCreator', 'countItemsByType'],
  ...['busiestCreators', 'coCreators', 'itemsFound', 'countFoundByCategory'],
  ...['foundByFts5', 'foundByTsquery', 'itemsAfter'],
].map((name) => `catalogue/items ${name}`)

/** What a visitor may call where the catalogue is public: reading it. */
const catalogue = [
  ...['lookups countEntries', 'lookups findEntry', 'lookups listEntries'],
  ...['items browseItems', 'items leaveOutUnknown', 'items listFacets', 'items readBoard'],
  ...[
    'items countItems',
    'items countBreaking',
    'items countItemsByField',
    'items countItemsOf',
    'items findItem',
    'items findItemRights',
    'items findTypeRules',
    'items listItems',
    'items listItemsOf',
  ],
  ...['items listNewest', 'items listTypeChoices', 'items readAround', 'items readFacets'],
  'items relatedItems',
].map((name) => `catalogue/${name}`)
const publicReads = [
  ...catalogue,
  'catalogue/items countItemsOf',
  'catalogue/items sumItems',
  'catalogue/items findCitation',
  'catalogue/suggestions readSuggestions',
  'home readOverview',
  'learn readComparisons',
  'learn readExamples',
  'resources listSections',
  'resources titlesInForm',
  'resources titlesInRowForm',
]

/** What somebody may call who has only a one-time password. */
const firstPassword = ['account changePassword', 'account findOwnAccount']

type Callable = (...given: unknown[]) => unknown
const features = path.resolve(import.meta.dirname, '../../src/features')
const files = readdirSync(features, { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll(path.sep, '/'))
  .filter((name) => /(^|\/)(commands|queries)\.ts$/.test(name))
const functions = new Map<string, Callable>()
for (const file of files) {
  const module = (await import(path.join(features, file))) as Record<string, unknown>
  for (const [name, value] of Object.entries(module)) {
    if (typeof value === 'function' && !String(value).startsWith('class'))
      functions.set(`${path.posix.dirname(file)} ${name}`, value as Callable)
  }
}

/** Answers whatever is asked of it, so that a function gets as far as its own checks let it. */
const anything: unknown = new Proxy(() => undefined, {
  get: (_, name) => {
    if (name === 'then') return undefined
    if (name === Symbol.iterator) return () => [][Symbol.iterator]()
    return name === Symbol.toPrimitive ? () => '1' : anything
  },
  apply: () => anything,
})

/** The names of a function's parameters; one that is taken apart is named by its text. */
function parametersOf(call: Callable): string[] {
  const text = String(call).replace(/^(async )?(function ?\*?|(?=\w+\())/, (start) => start || 'function ')
  const tree = ts.createSourceFile('f.ts', `(${text})`, ts.ScriptTarget.Latest, true)
  const names: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) names.push(...node.parameters.map(({ name }) => name.getText()))
    else ts.forEachChild(node, visit)
  }
  visit(tree)
  return names
}

describe('every exported command and query', () => {
  const database = opened('sqlite')
  let withOneTimePassword: Viewer = visitor(false)

  beforeAll(async () => {
    const { id } = await addPerson(database(), 'admin')
    await database().em().execute('update users set password_chosen_at = null where id = ?', [id])
    const session = await findSession(database().db, await startSession(database().em(), id, 'tests'))
    withOneTimePassword = viewerOf(session!, { teaching: true })
    // A row, so that what is looked up by a number is found.
    await database().em().execute("insert into item_types (name, name_key) values ('A', 'a')")
  })

  /** Calls it for somebody. @returns whether it refused them */
  async function refuses(call: Callable, viewer: Viewer): Promise<boolean> {
    const { db, heavy, engine } = database()
    const em = database().em()
    const handles: Record<string, unknown> = { db, heavy, em, tx: em }
    const given = parametersOf(call).map((name) => {
      if (/^_?(viewer|actor)$/.test(name)) return viewer
      if (name === 'desk') return { db, em, address: 'x', userAgent: '' }
      if (name === 'caller') return { viewer, address: 'x', userAgent: '' }
      if (name === 'lookup') return 'types'
      if (name === 'options') return { actor: viewer }
      if (name === 'database' || name === 'readers' || /^\{.*\b(em|heavy|db)\b/.test(name))
        return { db, heavy, engine, em: () => database().em() }
      return handles[name] ?? anything
    })
    try {
      const answer = call(...given)
      const isGenerator = typeof answer === 'object' && answer !== null && 'next' in answer
      await (isGenerator ? (answer as AsyncGenerator).next() : answer)
      return false
    } catch (error) {
      return error instanceof HTTPException && [401, 403].includes(error.status)
    }
  }

  const found = [...functions.keys()].sort()
  const allowed = new Set([...Object.keys(askNobody), ...builders])

  it('is found', () => {
    expect(found.length).toBeGreaterThan(60)
    // A name that is gone would excuse the next function that is called so.
    for (const name of [...allowed, ...publicReads, ...firstPassword]) expect(found).toContain(name)
  })

  it.each(found.filter((name) => !allowed.has(name)))('%s refuses a visitor', async (name) => {
    const call = functions.get(name)!
    expect(await refuses(call, visitor(false)), 'where the catalogue is not public').toBe(true)
    expect(await refuses(call, visitor(true)), 'where it is').toBe(!publicReads.includes(name))
  })

  it.each(found.filter((name) => !allowed.has(name)))(
    '%s refuses an administrator who has only a one-time password',
    async (name) => {
      const isOpen = firstPassword.includes(name)
      expect(await refuses(functions.get(name)!, withOneTimePassword)).toBe(!isOpen)
    },
  )

  it('lets the operator of the machine through', async () => {
    expect(await refuses(functions.get('admin/users listUsers')!, operator)).toBe(false)
  })
})
