/** `crowfoot make resource` in a clone of the project: three tables of one's own, each as it was written, by its types, lint and tests. */
import { mkdir, readFile, readdir, rmdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type * as program from '../../src/cli/program.ts'
import type * as running from '../../src/cli/run.ts'
import type * as migrate from '../../src/db/migrate/index.ts'
import type { Database } from '../../src/db/engine/connection.ts'
import { resourceNamed } from '../../src/resources/declared.ts'
import type { TrialProject } from '../fields/trial-project.ts'
import { cloneWithTests, run } from './make/clone-with-tests.ts'
import { Browser } from '../setup/browser.ts'
import type { App } from '../setup/browser.ts'
import { addItems } from '../setup/catalogue.ts'
import type { Outcome } from '../setup/clone.ts'
import { idIn, messageAt, titleAt, valuesIn } from '../setup/form-page.ts'
import { addPerson, signedIn } from '../setup/people.ts'
import { linksIn } from '../setup/resources.ts'
import type { Person } from '../setup/people.ts'
import { createScratch } from '../setup/scratch.ts'
import type { Scratch } from '../setup/scratch.ts'

// Each command, and each tool that looks at the clone, is a process of its own.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 })

const root = path.resolve(import.meta.dirname, '../..')
const long = process.env.LONG === '1'

const loans = ['loans', 'item:item!', 'user:person!', 'due:date!', 'returned:date']
const others = [
  ['rooms', 'name:text!'],
  [
    ...[
      'reading_lists',
      'name:text',
      'note:longText',
      'copies:integer!',
      'weight:decimal',
      'price:money(CHF)',
    ],
    ...[
      'stars:rating(10)',
      'printed:year',
      'bought:date',
      'seen_at:dateTime',
      'page_there:link',
      'works:yesNo',
    ],
    ...['status:choice(open,on_loan,done)!', 'owner:person', 'item:item', 'maker:lookup(creators)!'],
  ],
]

async function filesOf(folder: string): Promise<Record<string, string>> {
  const files: Record<string, string> = {}
  for (const top of ['src', 'tests'])
    for (const file of await readdir(path.join(folder, top), { recursive: true }))
      files[`${top}/${file}`] = await readFile(path.join(folder, top, file), 'utf8').catch(() => 'folder')
  return files
}

/** Calls the command in this process, as the code of the clone has it: a process for each of twenty refusals would take a while. */
async function call(clone: TrialProject, ...args: string[]): Promise<Outcome> {
  const [{ createProgram }, { run: runCommand }] = await Promise.all([
    clone.load<typeof program>('cli/program.ts'),
    clone.load<typeof running>('cli/run.ts'),
  ])
  const said = { out: '', err: '' }
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((said.out += text.toString()), true))
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((said.err += text.toString()), true))
  const code = await runCommand(createProgram(), args).finally(() => vi.restoreAllMocks())
  return { code, ...said }
}

// A project that has made one of these itself has no room for it.
const isFree = ['loans', 'rooms', 'reading_lists'].every((name) => resourceNamed(name) === undefined)

describe.runIf(isFree)('crowfoot make resource', () => {
  let clone: TrialProject
  beforeAll(async () => {
    clone = await cloneWithTests('make-refused')
  })

  it.each([
    [[], 'missing required argument'],
    [['loans'], 'missing required argument'],
    [['loans', 'due'], 'is no field'],
    [['loans', 'due:moment'], 'is of no kind'],
    [['loans', 'due:date(3)'], 'takes nothing in brackets'],
    [['loans', 'status:choice'], 'says too little'],
    [['loans', 'due:date', 'due:year'], 'named twice'],
  ])('says how it is used where it was called as %j', async (args, says) => {
    const { code, err } = await call(clone, 'make', 'resource', ...args)
    expect([code, err]).toEqual([2, expect.stringContaining(says)])
    expect(err).toContain('Usage: npx crowfoot make resource')
  })

  it.each([
    [['items', 'due:date'], 'taken'],
    [['creators', 'due:date'], 'taken'],
    [['Loans', 'due:date'], 'snake_case'],
    [['auth', 'due:date', '--one', 'auth'], 'taken'],
    [['people', 'due:date'], '--one'],
    [['accounts', 'due:date'], 'exports'],
    [['loans', 'version:integer'], 'taken'],
    [['loans', 'order:integer'], 'word of SQL'],
    [['loans', 'price:money(XYZZY)'], 'currency'],
    [['loans', 'supplier:lookup(suppliers)'], 'no such lookup'],
  ])('refuses %j in one line, and writes nothing', async (args, says) => {
    const before = await filesOf(clone.folder)
    const { code, err } = await call(clone, 'make', 'resource', ...args)
    expect([code, err]).toEqual([1, expect.stringContaining(says)])
    expect(err.trim()).not.toContain('\n')
    expect(await filesOf(clone.folder)).toEqual(before)
  })

  it('lists what it would write with --dry-run, and writes nothing', async () => {
    const before = await filesOf(clone.folder)
    const { code, out } = await call(clone, 'make', 'resource', ...loans, '--dry-run')
    expect([code, out]).toEqual([0, expect.stringContaining('src/features/loans/routes.tsx')])
    expect(out).toContain('"loan": a guess')
    expect(await filesOf(clone.folder)).toEqual(before)
  })

  it('writes nothing where a file is in the way, or is not as it was', async () => {
    const app = path.join(clone.folder, 'src/app.tsx')
    const text = await readFile(app, 'utf8')
    await writeFile(app, text.replace("app.route('/', health)", "app.route('/x', health)"))
    const before = await filesOf(clone.folder)
    const { code, err } = await call(clone, 'make', 'resource', ...loans)
    expect([code, err]).toEqual([1, expect.stringContaining('src/app.tsx is not as this command knows it')])
    expect(await filesOf(clone.folder)).toEqual(before)
    await writeFile(app, text)
    await mkdir(path.join(clone.folder, 'src/features/loans'))
    const inTheWay = await call(clone, 'make', 'resource', ...loans)
    expect([inTheWay.code, inTheWay.err]).toEqual([
      1,
      expect.stringContaining('folder src/features/loans already'),
    ])
    await rmdir(path.join(clone.folder, 'src/features/loans'))
  })
})

describe.runIf(isFree)('three resources', () => {
  let clone: TrialProject
  beforeAll(async () => {
    clone = await cloneWithTests('make')
    for (const args of [loans, ...others]) {
      const { code, err } = await clone.crowfoot(['make', 'resource', ...args])
      expect([code, err]).toEqual([0, ''])
    }
  })

  it('have five files each, of at most 200 lines together', async () => {
    for (const name of ['loans', 'rooms', 'reading_lists']) {
      const folder = path.join(clone.folder, 'src/features', name)
      const files = (await readdir(folder)).sort()
      expect(files).toEqual(['commands.ts', 'forms.ts', 'pages.tsx', 'queries.ts', 'routes.tsx'])
      const texts = await Promise.all(files.map((file) => readFile(path.join(folder, file), 'utf8')))
      const lines = texts.flatMap((text) => text.trimEnd().split('\n'))
      expect([name, lines.length <= 200]).toEqual([name, true])
      if (name !== 'loans') expect(lines.join('\n')).not.toMatch(/loan/i)
    }
  })

  it('agree with TypeScript, ESLint and Prettier', async () => {
    const made = ['loans', 'rooms', 'reading_lists'].flatMap((name) => [
      `src/features/${name}`,
      `tests/features/${name}`,
    ])
    const changed = ['src/resources.ts', 'src/app.tsx', 'src/rules/permissions.ts', 'tests/access/routes.ts']
    expect(await run(clone, 'node_modules/typescript/bin/tsc', '--noEmit', '-p', '.')).toBe('')
    const derived = [
      'src/resources',
      'src/features/resources',
      'src/http/notice.ts',
      'tests/setup/resources.ts',
    ]
    expect(await run(clone, 'node_modules/eslint/bin/eslint.js', ...made, ...changed, ...derived)).toBe('')
    const places = [...made, ...changed, 'src/db/migrations']
    expect(await run(clone, 'node_modules/prettier/bin/prettier.cjs', '--check', ...places)).toBe('')
  })

  it('pass the tests that were written for them, and those of access, words and documentation', async () => {
    const files = ['loans', 'rooms', 'reading_lists'].map((name) => `tests/features/${name}`)
    const all = [...files, 'tests/access.test.ts', 'tests/words.test.ts', 'tests/architecture.test.ts']
    const tests = [...all, 'tests/docs.test.ts', 'tests/access/functions.test.ts']
    expect(await run(clone, 'node_modules/vitest/vitest.mjs', 'run', ...tests)).toBe('')
  })

  describe.each(['sqlite', 'postgresql'] as const)('on %s', (engine) => {
    let scratch: Scratch
    let database: Database
    let app: App
    let staff: Person
    let member: Person
    let item = 0

    beforeAll(async () => {
      scratch = await createScratch(engine)
      const { upgrade } = await clone.load<typeof migrate>('db/migrate/index.ts')
      await upgrade(scratch.target)
      database = await clone.open(scratch)
      app = await clone.appOf(database)
      staff = await signedIn(database, app, 'staff')
      member = await signedIn(database, app, 'member')
      item = (await addItems(database, [{ title: 'A thing to lend' }]))[0] ?? 0
    })
    afterAll(async () => {
      await database.close()
      await scratch.remove()
    })

    const lend = async (user = member.username) =>
      idIn(await staff.post('/loans', { item: String(item), user, due: '2026-12-24', returned: '' }))
    const read = async (reader: Browser, address: string) => (await reader.get(address)).text()

    it('lead from the navigation to those who may read, and to nobody else', async () => {
      expect(await read(staff, '/items')).toMatch(/href="\/loans"[^>]*>Loans</)
      expect(await read(staff, '/items')).toMatch(/href="\/reading_lists"[^>]*>Reading lists</)
      const visitor = new Browser(app)
      expect(await read(visitor, '/items')).not.toContain('/loans')
      expect((await visitor.get('/loans')).headers.get('location')).toBe('/login?next=%2Floans')
    })

    it('are narrowed by what they refer to, also by whoever looks', async () => {
      const own = await lend()
      const other = await lend(staff.username)
      const ofItem = await read(staff, `/loans?item=${item}`)
      expect(ofItem).toContain(`href="/loans/${own}"`)
      expect(await read(staff, '/loans?item=999999')).toContain('There are no loans here')
      const mine = await read(staff, '/loans?user=me')
      expect(mine).toContain(`href="/loans/${other}"`)
      expect(mine).not.toContain(`href="/loans/${own}"`)
      expect(await read(member, '/loans')).not.toContain(`href="/loans/${other}"`)
    })

    it('begin a form with the item from whose page it was opened', async () => {
      expect(await read(staff, `/items/${item}`)).toContain(`href="/loans/new?item=${item}"`)
      const form = await read(staff, `/loans/new?item=${item}`)
      expect([valuesIn(form, 'item'), titleAt(form, 'item')]).toEqual([
        [String(item)],
        `${item}: A thing to lend`,
      ])
    })

    it('name the item to those alone who may read it', async () => {
      const em = database.em()
      await em.execute("insert into roles (name, description) values ('lender', '')")
      await em.execute(
        "insert into role_permissions (role_id, permission) select id, 'loan.manage' from roles where name = 'lender'",
      )
      const lender = await signedIn(database, app, 'lender')
      const id = await lend()
      for (const address of [`/loans/new?item=${item}`, `/loans/${id}/edit`]) {
        const form = await read(lender, address)
        expect([address, valuesIn(form, 'item'), titleAt(form, 'item')]).toEqual([
          address,
          [String(item)],
          '',
        ])
        expect(form).not.toContain('A thing to lend')
      }
      const refused = await (await lender.post('/loans', { item: String(item), user: '', due: '' })).text()
      expect(valuesIn(refused, 'item')).toEqual([String(item)])
      expect(refused).not.toContain('A thing to lend')
    })

    it('refuse what is not there, at its field', async () => {
      const answer = await staff.post('/loans', { item: '999999', user: 'nobody at all', due: '2026-12-24' })
      const page = await answer.text()
      expect(answer.status).toBe(422)
      expect(messageAt(page, 'item')).toContain('there is none with this number')
      expect(messageAt(page, 'user')).toContain('there is no account of this name')
      expect(valuesIn(page, 'user')).toEqual(['nobody at all'])
      expect(titleAt(page, 'item')).toBe('')
      const other = await staff.post('/loans', { item: String(item), user: '', due: '2026-12-24' })
      expect([other.status, titleAt(await other.text(), 'item')]).toEqual([422, `${item}: A thing to lend`])
    })

    it('tell the second of two who save, and let them save theirs after that', async () => {
      const id = await lend()
      const sent = {
        item: String(item),
        user: member.username,
        due: '2027-01-31',
        returned: '',
        version: '1',
      }
      expect((await staff.post(`/loans/${id}`, { ...sent, due: '2027-01-01' })).status).toBe(303)
      const answer = await staff.post(`/loans/${id}`, sent)
      const page = await answer.text()
      expect([answer.status, valuesIn(page, 'due'), valuesIn(page, 'version')]).toEqual([
        409,
        ['2027-01-31'],
        ['2'],
      ])
      expect((await staff.post(`/loans/${id}`, { ...sent, version: '2' })).status).toBe(303)
    })

    it('carry a form that is sent twice out once', async () => {
      const sent = { item: String(item), user: member.username, due: '2026-12-24', form_key: 'same' }
      const ids = [idIn(await staff.post('/loans', sent)), idIn(await staff.post('/loans', sent))]
      expect(ids[0]).toBe(ids[1])
    })

    it('keep an item that they need, and say so', async () => {
      await lend()
      const answer = await staff.post(`/items/${item}/deletions`)
      expect([answer.status, await answer.text()]).toEqual([
        409,
        expect.stringMatching(/still needed by \d+ loans/),
      ])
    })

    it('let an account go, and lose its name', async () => {
      const leaver = await signedIn(database, app, 'member')
      const id = await lend(leaver.username)
      const admin = await signedIn(database, app, 'admin')
      expect((await admin.post(`/admin/users/${leaver.id}/deletions`)).status).toBe(303)
      const page = await read(staff, `/loans/${id}`)
      expect(page).toContain('A thing to lend')
      expect(page).not.toContain(leaver.username)
    })

    it('turn pages in the order of a column, what has no value last both ways, and lose none', async () => {
      await addPerson(database, 'member', 'sorted')
      const ids: string[] = []
      for (let day = 1; day <= 30; day++) {
        const returned = day % 3 === 0 ? '' : `2027-03-${String((day * 7) % 31 || 31).padStart(2, '0')}`
        const sent = { item: String(item), user: 'sorted', due: '2027-03-01', returned }
        ids.push(idIn(await staff.post('/loans', sent)))
      }
      const cells = (html: string, label: string) =>
        [...html.matchAll(new RegExp(`data-label="${label}"[^>]*>(?:<time datetime="([^"]*)")?`, 'g'))].map(
          ([, day = '']) => day,
        )
      for (const sort of ['returned', '-returned']) {
        const first = await read(staff, `/loans?user=sorted&sort=${sort}`)
        const next = /href="(\/loans\?[^"]*after=\d+)"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? ''
        const second = await read(staff, next)
        const previous = /href="(\/loans\?[^"]*before=\d+)"/.exec(second)?.[1]?.replaceAll('&amp;', '&') ?? ''
        expect(linksIn('loans', await read(staff, previous))).toEqual(linksIn('loans', first))
        expect([...linksIn('loans', first), ...linksIn('loans', second)].sort()).toEqual(ids.toSorted())
        const days = [...cells(first, 'Returned'), ...cells(second, 'Returned')]
        const filled = days.slice(0, 20)
        expect(filled).toEqual(sort === 'returned' ? filled.toSorted() : filled.toSorted().toReversed())
        expect(days.slice(20)).toEqual(Array<string>(10).fill(''))
      }
    })

    it('read pages of a long list by key, there and back', async () => {
      for (let number = 0; number < 30; number++) await staff.post('/rooms', { name: `Room ${number}` })
      const first = await read(staff, '/rooms')
      const [, next = ''] = /rel="next"[^>]*|href="([^"]*)"[^>]*rel="next"/.exec(first) ?? []
      const second = await read(staff, next.replaceAll('&amp;', '&'))
      expect([first.includes('Room 29'), second.includes('Room 29')]).toEqual([true, false])
      expect([first.includes('>Room 0<'), second.includes('>Room 0<')]).toEqual([false, true])
      const [, back = ''] = /href="([^"]*)"[^>]*rel="prev"/.exec(second) ?? []
      expect(await read(staff, back.replaceAll('&amp;', '&'))).toContain('Room 29')
    })

    it('go and come back with their revisions', async () => {
      const { downgrade, upgrade } = await clone.load<typeof migrate>('db/migrate/index.ts')
      await database.close()
      const newest = (await readdir(path.join(root, 'src/db/migrations'))).sort().at(-1) ?? ''
      await downgrade(scratch.target, { to: path.parse(newest).name })
      await upgrade(scratch.target)
      database = await clone.open(scratch)
      const rights = await database.db.selectFrom('role_permissions').select('permission').execute()
      expect(rights.map(({ permission }) => permission)).toContain('loan.read.own')
      expect(
        await database.db
          .selectFrom('rooms' as 'items')
          .select('id')
          .execute(),
      ).toEqual([])
    })
  })

  // The whole suite runs in the clone, which takes a quarter of an hour and more.
  it.runIf(long)('pass npm run check and npm test', { timeout: 3_600_000 }, async () => {
    expect(await run(clone, 'scripts/check.ts')).toBe('')
    expect(await run(clone, 'scripts/test.ts')).toBe('')
  })
})
