/** Each preset speaks its own words: no noun, type or label that only another one declares is on its pages, in its files or in `--help`. */
import { spawn } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, inject, it, vi } from 'vitest'
import { projectRoot } from '../../src/config.ts'
import type { Domain } from '../../src/fields/domain.ts'
import { isReference } from '../../src/fields/field.ts'
import { domain as archive } from '../../src/presets/archive.ts'
import { domain as inventory } from '../../src/presets/inventory.ts'
import { domain as library } from '../../src/presets/library.ts'
import { domain as media } from '../../src/presets/media.ts'
import { domain as tasks } from '../../src/presets/tasks.ts'
import { resources } from '../../src/resources.ts'
import type { Resource } from '../../src/resources/resource.ts'

// A server for each, and commands that are processes of their own.
vi.setConfig({ testTimeout: 300_000 })

const presets: Readonly<Record<string, Domain>> = { archive, inventory, library, media, tasks }

/** What a domain calls things in the middle of a sentence. */
const nounsOf = ({ item, lookups }: Domain) =>
  [item, ...Object.values(lookups).map(({ noun }) => noun)].flatMap(({ one, many }) => [one, many])

/** What stands beside values, and what the choices are called. */
function labelsOf(fields: readonly { label: string; labels?: Readonly<Record<string, string>> }[]): string[] {
  return fields.flatMap(({ label, labels = {} }) => [label, ...Object.values(labels)])
}

/** The names of types, and what stands beside a value. */
function namesOf({ types, fields, lookups, comparisons = {} }: Domain): string[] {
  return [
    ...types.map(({ name }) => name),
    ...labelsOf(Object.values(fields)),
    ...Object.values(lookups).flatMap((lookup) => Object.values(lookup.fields).map(({ label }) => label)),
    ...Object.values(comparisons).map(({ label }) => label),
  ]
}

/** What the project's own tables are called, with their fields and choices: their pages say so in whatever preset. */
const wordsOfTables = Object.values<Resource>(resources).flatMap(({ noun, fields }) => [
  ...[noun.one, noun.many],
  ...labelsOf(Object.values(fields)),
])

/** Words that pages say of other things too, whatever the project: "each work of the program", "Write it again", "the project". */
const ordinary = new Set([
  ...['work', 'works', 'label', 'labels', 'kind', 'kinds', 'project', 'projects', 'type', 'types', 'subject'],
  ...[
    'Title',
    'Name',
    'Description',
    'Write',
    'Build',
    'Plan',
    'Design',
    'Place',
    'Pages',
    'Note',
    'Notes',
    'High',
  ],
  ...[
    'Normal',
    'Low',
    'Language',
    'Not known',
    'English',
    'Status',
    'Year',
    'Task',
    'Labels',
    'Projects',
    'Seen',
  ],
  // The name of a scheme of numbers, of which every type of every project may choose.
  'EAN',
])

const words = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []

interface Word {
  text: string
  pattern: RegExp
}

function foreignTo(name: string): Word[] {
  const own = new Set(
    presets[name]
      ? [...nounsOf(presets[name]), ...namesOf(presets[name]), ...wordsOfTables].flatMap(words)
      : [],
  )
  const others = Object.entries(presets).filter(([other]) => other !== name)
  const pattern = (text: string, flags: string) =>
    new RegExp(
      `(?<![\\p{L}\\p{N}_./-])${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\p{L}\\p{N}_/=-])`,
      flags,
    )
  const foreign = (texts: string[], flags: string) =>
    texts
      .filter((text) => !ordinary.has(text) && !words(text).every((word) => own.has(word)))
      .map((text) => ({ text, pattern: pattern(text, flags) }))
  return others.flatMap(([, other]) => [...foreign(nounsOf(other), 'iu'), ...foreign(namesOf(other), 'u')])
}

/** What a person reads of a page, or hears: its text, and what stands in the attributes that are read out. */
function readable(html: string): string {
  const read = [...html.matchAll(/ (?:title|aria-label|placeholder|alt|content|label)="([^"]*)"/g)].map(
    ([, text]) => text,
  )
  // The names of tables are those of every project.
  const shown = html.replace(/<span class="relation-table">.*?<\/span>/g, '')
  const text = shown.replace(/<(script|style|code|pre)\b[^]*?<\/\1>/g, ' ').replace(/<[^>]+>/g, ' ')
  return [text, ...read].join('\n').replaceAll('&#39;', "'")
}

const crowfoot = 'cli/bin/crowfoot.mjs'

/** Runs Node. @returns all that it said */
function run(args: readonly string[], settings: Record<string, string>, input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: projectRoot,
      env: { ...process.env, ...settings },
    })
    let out = ''
    child.stdout.on('data', (piece: Buffer) => (out += piece.toString()))
    child.stderr.on('data', (piece: Buffer) => (out += piece.toString()))
    child.once('exit', (code) => (code === 0 ? resolve(out) : reject(new Error(`${args.join(' ')}: ${out}`))))
    child.stdin.end(input)
  })
}

const helps = [
  ['--help'],
  ['data', '--help'],
  ['data', 'import', '--help'],
  ['data', 'export', '--help'],
  ['data', 'sample', '--help'],
  ['user', '--help'],
  ['user', 'add', '--help'],
  ['db', '--help'],
]

/** What these commands say, called one after the other in one process. @returns it by the command */
async function answersOf(
  commands: readonly string[][],
  settings: Record<string, string>,
): Promise<Map<string, string>> {
  const script = `import { main } from './src/cli/main.ts'
    for (const command of ${JSON.stringify(commands)}) {
      if ((await main(command)) !== 0) process.exitCode = 1
      process.stdout.write('\\0')
    }`
  const answers = (await run(['--input-type=module', '--eval', script], settings)).split('\0')
  return new Map(commands.map((command, index) => [command.join(' '), answers[index] ?? '']))
}

/** One item of each type with a value in each list, none of them a word of any language. */
function itemsOf({ types, fields }: Domain): string {
  const lists = Object.entries(fields).filter(([, field]) => isReference(field) && field.kind === 'lookup')
  const needed = (types: Domain['types'][number]) => types.needs ?? []
  const names = [...new Set(types.flatMap(needed))].filter((name) => !lists.some(([list]) => list === name))
  const value = (name: string, index: number) =>
    ({ date: '2026-01-01', year: '1900', integer: '90', money: '1', decimal: '1' })[
      fields[name]?.kind as 'date'
    ] ?? `qzx${index}`
  const header = ['title', 'item_type', ...lists.map(([name]) => name), ...names]
  const rows = types.map(({ name }, index) =>
    [
      `Qxz ${index}`,
      name,
      ...lists.map(([list]) => `zqx-${list.slice(0, 1)}`),
      ...names.map((each) => value(each, index)),
    ].join(','),
  )
  return [header.join(','), ...rows, ''].join('\n')
}

const password = 'seven brown foxes over 12 hills'

async function serve(settings: Record<string, string>) {
  const child = spawn(process.execPath, ['src/server.ts'], {
    cwd: projectRoot,
    env: { ...process.env, PORT: '0', LOG_LEVEL: 'silent', ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await new Promise<string>((resolve, reject) => {
    let out = ''
    child.stdout.on('data', (piece: Buffer) => {
      const found = /ready at (\S+)/.exec((out += piece.toString()))
      if (found) resolve(found[1] ?? '')
    })
    child.once('exit', () => reject(new Error(out)))
  })
  const stop = () =>
    new Promise((resolve) => {
      child.once('exit', resolve)
      child.kill('SIGTERM')
    })
  return { url, stop }
}

/** Goes through the pages that lead to each other, a few of each kind. @returns what is to be read on each, by its address */
async function walk(url: string, cookie: string): Promise<Map<string, string>> {
  const pages = new Map<string, string>()
  const waiting = ['/', '/items?view=table', '/items/new', '/nowhere', '/register', '/login']
  const seen = new Map<string, number>()
  for (let address = waiting.shift(); address !== undefined; address = waiting.shift()) {
    const { pathname } = new URL(address, url)
    const kind = pathname.replace(/\d+/g, ':id')
    const count = (seen.get(kind) ?? 0) + 1
    if (pages.has(address) || count > 3 || /\.(csv|json|jsonl)$/.test(pathname)) continue
    seen.set(kind, count)
    const answer = await fetch(url + address, { headers: { cookie }, redirect: 'manual' })
    expect([...Array(500).keys(), 503], address).toContain(answer.status)
    // A machine with much to do says so; the page is then one of those that were not looked at.
    if (answer.status === 503) continue
    const html = await answer.text()
    pages.set(address, readable(html))
    for (const [, href = ''] of html.matchAll(/<a [^>]*href="(\/[^"#]*)/g))
      waiting.push(href.replaceAll('&amp;', '&'))
  }
  return pages
}

describe.each(Object.keys(presets))('the preset %s', (name) => {
  it('says nothing in the words of another one', async () => {
    const domain = presets[name] as Domain
    const folder = inject('runFolder')
    const settings = {
      DATABASE_URL: `sqlite:${path.join(folder, `words-${name}.db`)}`,
      ...(name !== 'library' && { CROWFOOT_PRESET: name }),
    }
    const file = path.join(folder, `words-${name}.csv`)
    await writeFile(file, itemsOf(domain))
    await run(
      [crowfoot, 'user', 'add', 'ada', '--email', 'ada@example.org', '--role', 'admin'],
      settings,
      `${password}\n`,
    )
    await run([crowfoot, 'data', 'import', file], settings)
    const exported = ['data', 'export', '-']
    const said = await answersOf([...helps, exported], settings)
    const [header = ''] = said.get(exported.join(' '))?.split('\n') ?? []
    said.delete(exported.join(' '))
    // The generic names of columns and tables are those of every project.
    said.set(
      'the header of CSV',
      header.replace(/\b(creators|categories|item_type)\b/g, '').replaceAll(/[_,]/g, ' '),
    )

    const server = await serve(settings)
    try {
      const answer = await fetch(`${server.url}/login`, {
        method: 'POST',
        redirect: 'manual',
        headers: { origin: server.url },
        body: new URLSearchParams({ username: 'ada', password }),
      })
      expect(answer.status).toBe(303)
      const cookie = answer.headers
        .getSetCookie()
        .map((line) => line.split(';')[0])
        .join('; ')
      for (const who of ['', cookie])
        for (const [address, text] of await walk(server.url, who))
          said.set(`${who === '' ? 'a visitor at' : 'an administrator at'} ${address}`, text)
    } finally {
      await server.stop()
    }
    expect(said.size).toBeGreaterThan(30)
    const foreign = foreignTo(name)
    const found = [...said].flatMap(([where, text]) =>
      foreign.flatMap(({ text: word, pattern }) => {
        const hit = pattern.exec(text)
        const line = hit && text.slice(Math.max(0, hit.index - 30), hit.index + 40).replace(/\s+/g, ' ')
        return line ? [`${where}: “${word}” in “${line}”`] : []
      }),
    )
    expect(found).toEqual([])
  })
})
