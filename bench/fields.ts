/**
 * What fields cost: the project as it is beside a copy with forty fields more, of which five stand in the table and narrow the list.
 * `node --import tsx bench/fields.ts [--size 150000]`; SQLite. It prints the processor's work for each page, in turns, and for the type check.
 */
import { execFileSync } from 'node:child_process'
import {
  cpSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Command } from 'commander'
import { projectRoot } from '../src/config.ts'
import { databaseOf } from './load.ts'
import { start } from './server.ts'
import type { Started } from './server.ts'

const options = new Command('fields.ts')
  .option('--size <number>', 'items in the catalogue', '150000')
  .option('--rounds <number>', 'of each page', '5')
  .option('--port <number>', 'of the first application; the other has the next one', '4330')
  .parse()
  .opts<{ size: string; rounds: string; port: string }>()

const shown = `table: true, filter: true`
const kinds = [
  (name: string, more: string) => `field.money('${name}', { currency: 'EUR'${more} })`,
  (name: string, more: string) => `field.integer('${name}', { min: 0${more} })`,
  (name: string, more: string) => `field.choice('${name}', { values: ['low', 'middle', 'high']${more} })`,
  (name: string, more: string) => `field.text('${name}', { limit: 200${more} })`,
  (name: string, more: string) => `field.yesNo('${name}', { yes: 'Yes'${more} })`,
]
const values = ['12.50', '7', "'low'", "'Value'", '1']
const forty = Array.from({ length: 40 }, (_, index) => {
  const kind = kinds[index % kinds.length]
  const declaration = kind?.(`Field ${index + 1}`, index < kinds.length ? `, ${shown}` : '') ?? ''
  return { name: `field_${index + 1}`, declaration, value: values[index % values.length] ?? '' }
})

const work = mkdtempSync(path.join(os.tmpdir(), 'crowfoot-fields-'))

/** A copy of the project that borrows its packages. */
function copyOf(name: string): string {
  const folder = path.join(work, name)
  for (const part of ['src', 'cli', 'public', 'samples', 'package.json', 'tsconfig.json'])
    cpSync(path.join(projectRoot, part), path.join(folder, part), { recursive: true })
  symlinkSync(path.join(projectRoot, 'node_modules'), path.join(folder, 'node_modules'), 'junction')
  return folder
}

function declareForty(folder: string): void {
  const file = path.join(folder, 'src/domain.ts')
  const lines = forty.map(({ name, declaration }) => `    ${name}: ${declaration},\n`).join('')
  const text = readFileSync(file, 'utf8')
  writeFileSync(
    file,
    text.replace('\n  fields: {\n', (begin) => begin + lines),
  )
}

const crowfoot = (folder: string, url: string, ...args: string[]) =>
  execFileSync(process.execPath, ['cli/bin/crowfoot.mjs', ...args], {
    cwd: folder,
    env: { ...process.env, DATABASE_URL: url },
  })

function typeCheck(folder: string): number {
  writeFileSync(
    path.join(folder, 'tsconfig.src.json'),
    JSON.stringify({ extends: './tsconfig.json', include: ['src'] }),
  )
  const tsc = path.join(folder, 'node_modules/typescript/bin/tsc')
  const report = execFileSync(
    process.execPath,
    [tsc, '--noEmit', '--extendedDiagnostics', '-p', 'tsconfig.src.json'],
    { cwd: folder, encoding: 'utf8' },
  )
  return Number(/Instantiations:\s+(\d+)/.exec(report)?.[1])
}

const pages = [
  ...[
    '/items',
    '/items?view=table',
    '/items?sort=-year&page=3',
    '/items?category=7',
    '/items?view=table&page=40',
  ],
  ...['/items/77', '/items/149000', '/creators/20'],
]

async function serve(folder: string, url: string, port: number): Promise<Started> {
  return start({
    file: path.relative(projectRoot, path.join(folder, 'src/server.ts')),
    env: { DATABASE_URL: url, PORT: String(port), LOG_LEVEL: 'silent' },
    ready: 'Crowfoot is ready',
  })
}

const median = (numbers: number[]) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? NaN

try {
  const [plain, rich] = [copyOf('plain'), copyOf('rich')]
  declareForty(rich)
  const filled = (await databaseOf('sqlite', Number(options.size), '')).replace('sqlite:', '')
  const [plainFile, richFile] = ['plain.db', 'rich.db'].map((name) => path.join(work, name)) as [
    string,
    string,
  ]
  for (const file of [plainFile, richFile])
    for (const end of ['', '-wal']) if (existsSync(filled + end)) copyFileSync(filled + end, file + end)
  crowfoot(plain, `sqlite:${plainFile}`, 'db', 'upgrade')
  crowfoot(rich, `sqlite:${richFile}`, 'db', 'revision')
  crowfoot(rich, `sqlite:${richFile}`, 'db', 'upgrade')
  const database = new DatabaseSync(richFile)
  database.exec(`update items set ${forty.map(({ name, value }) => `${name} = ${value}`).join(', ')}`)
  database.exec('analyze')
  database.close()

  const [few, many] = [typeCheck(plain), typeCheck(rich)]
  console.log(`type check: ${few} and ${many} instantiations, ${(many / few).toFixed(2)} times`)

  const port = Number(options.port)
  const servers = [
    await serve(plain, `sqlite:${plainFile}`, port),
    await serve(rich, `sqlite:${richFile}`, port + 1),
  ]
  console.log('page, milliseconds of the processor without and with forty fields, ratio; bytes, ratio')
  for (const page of pages) {
    const costs: [number[], number[]] = [[], []]
    const bytes = [0, 0]
    for (let round = 0; round <= Number(options.rounds); round++) {
      for (const [index, server] of servers.entries()) {
        const before = server.worked() ?? NaN
        const requests = 150
        for (let request = 0; request < requests; request++) {
          const answer = await fetch(`http://127.0.0.1:${port + index}${page}`)
          bytes[index] = (await answer.arrayBuffer()).byteLength
        }
        // The first round only warms up.
        if (round > 0) costs[index]?.push((((server.worked() ?? NaN) - before) * 1000) / requests)
      }
    }
    const [without, withFields] = costs.map(median) as [number, number]
    const [bytesWithout = 1, bytesWith = 1] = bytes
    console.log(
      `${page.padEnd(28)} ${without.toFixed(2)} ${withFields.toFixed(2)} ${(withFields / without).toFixed(2)}; ${bytesWithout} ${bytesWith} ${(bytesWith / bytesWithout).toFixed(2)}`,
    )
  }
  for (const server of servers) await server.stop()
} finally {
  rmSync(work, { recursive: true, force: true })
}
