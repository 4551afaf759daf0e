/**
 * Databases for tests, each thrown away after use. The first one of its kind in a run is built, as a template;
 * all others are copies of it: a file copied, a dump loaded, a database cloned by the server.
 */
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { PGlite } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { unaccent } from '@electric-sql/pglite/contrib/unaccent'
import { inject } from 'vitest'
import type { Engine } from '../../src/db/engine/connection.ts'
import { chosenPreset } from '../../src/config/preset.ts'
import { upgrade, type Target } from '../../src/db/migrate/index.ts'
import { parsers } from '../../src/db/engine/postgresql/dialects.ts'
import { createOnServer, dropFromServer, serverUrl } from './server.ts'

/** A test that tries a preset has another template. */
const domain = () => (chosenPreset() === undefined ? '' : `_${chosenPreset() ?? ''}`)

/** A database of one's own: where it is, and how to be rid of it. */
export interface Scratch {
  readonly engine: Engine
  /** For the migration tool; for SQLite and a server it is the address that `openDatabase` takes. */
  readonly target: Target
  remove(): Promise<void>
}

/** `empty`: nothing in it (on SQLite not even the file). `migrated`: at the newest revision. */
export type Content = 'empty' | 'migrated'

/** Makes a database on SQLite, or on PostgreSQL: the server where there is one, else PGlite. */
export async function createScratch(engine: Engine, content: Content = 'migrated'): Promise<Scratch> {
  if (engine === 'sqlite') return createSqlite(content)
  return serverUrl === undefined ? createPglite(content) : createServer(content)
}

async function createSqlite(content: Content): Promise<Scratch> {
  const folder = inject('runFolder')
  const file = path.join(folder, `${randomUUID()}.db`)
  if (content === 'migrated') {
    const template = path.join(folder, `template${domain()}.db`)
    await once(`sqlite${domain()}`, () => upgrade(`sqlite:${template}`))
    await copyFile(template, file)
  }
  return {
    engine: 'sqlite',
    target: `sqlite:${file}`,
    async remove() {
      for (const end of ['', '-wal', '-shm']) await rm(file + end, { force: true, maxRetries: 10 })
    },
  }
}

async function createServer(content: Content): Promise<Scratch> {
  const folder = inject('runFolder')
  if (content === 'migrated') {
    const name = `template${domain()}`
    await once(`server${domain()}`, async () => upgrade(await createOnServer(folder, { name })))
  }
  const address = await createOnServer(
    folder,
    content === 'migrated' ? { copyOf: `template${domain()}` } : {},
  )
  return { engine: 'postgresql', target: address, remove: () => dropFromServer(address) }
}

async function createPglite(content: Content): Promise<Scratch> {
  const pglite = await openPglite(await pgliteTemplate(content))
  return { engine: 'postgresql', target: { pglite }, remove: () => pglite.close() }
}

/** The dump that PGlite starts from: building an empty database takes seconds, loading one a fraction. */
async function pgliteTemplate(content: Content): Promise<Blob> {
  const file = path.join(inject('runFolder'), `${content}${domain()}.tar`)
  await once(`pglite-${content}${domain()}`, async () => {
    const pglite = await openPglite(content === 'empty' ? undefined : await pgliteTemplate('empty'))
    if (content === 'migrated') await upgrade({ pglite })
    const dump = await pglite.dumpDataDir('none')
    await writeFile(file, Buffer.from(await dump.arrayBuffer()))
    await pglite.close()
  })
  return new Blob([await readFile(file)])
}

function openPglite(loadDataDir?: Blob): Promise<PGlite> {
  const start = loadDataDir === undefined ? {} : { loadDataDir }
  return PGlite.create({ ...start, parsers, extensions: { pg_trgm, unaccent } })
}

/** Does something once in a run, however many workers ask for it; all wait until it is done. */
async function once(name: string, work: () => Promise<unknown>): Promise<void> {
  const done = path.join(inject('runFolder'), `${name}.done`)
  const lock = path.join(inject('runFolder'), `${name}.lock`)
  while (!existsSync(done)) {
    try {
      // To make a folder is the one way to ask "am I first?" that no two processes are told yes.
      await mkdir(lock)
    } catch {
      await sleep(50)
      continue
    }
    try {
      if (!existsSync(done)) {
        await work()
        await writeFile(done, '')
      }
    } finally {
      await rm(lock, { recursive: true, force: true })
    }
  }
}
