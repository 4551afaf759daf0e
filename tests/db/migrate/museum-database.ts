/** A database at revision 0004 with the museum's records in it, for one test: copied from a template that is built once. */
import { randomUUID } from 'node:crypto'
import { copyFile } from 'node:fs/promises'
import { inject } from 'vitest'
import { openForMigration, upgrade } from '../../../src/db/migrate/index.ts'
import type { Target } from '../../../src/db/migrate/index.ts'
import type { Engine } from '../../../src/db/migrate/core/plan.ts'
import { createScratch } from '../../setup/scratch.ts'
import type { Scratch } from '../../setup/scratch.ts'
import { createOnServer, dropFromServer, serverUrl } from '../../setup/server.ts'
import { fillWithMuseum } from './museum.ts'

/** The revision that these tests build on: later ones do not disturb them. */
export const startingPoint = '0004_create_items'

/** Copies of one template; `close` at the end of the file's tests. */
export class MuseumDatabases {
  readonly engine: Engine
  #template: Promise<Template> | undefined

  constructor(engine: Engine) {
    this.engine = engine
  }

  async copy(): Promise<Scratch> {
    this.#template ??= buildTemplate(this.engine)
    return (await this.#template).copy()
  }

  async close(): Promise<void> {
    await (await this.#template)?.remove()
  }
}

interface Template {
  copy(): Promise<Scratch>
  remove(): Promise<void>
}

async function buildTemplate(engine: Engine): Promise<Template> {
  if (engine === 'sqlite') return sqliteTemplate()
  return serverUrl === undefined ? pgliteTemplate() : serverTemplate()
}

async function build(target: Target): Promise<void> {
  await upgrade(target, { to: startingPoint })
  const connection = await openForMigration(target)
  await connection.query('begin')
  await fillWithMuseum(connection)
  await connection.query('commit')
  await connection.close()
}

async function sqliteTemplate(): Promise<Template> {
  const scratch = await createScratch('sqlite', 'empty')
  await build(scratch.target)
  const file = fileOf(scratch.target)
  return {
    async copy() {
      const copy = await createScratch('sqlite', 'empty')
      await copyFile(file, fileOf(copy.target))
      return copy
    },
    remove: () => scratch.remove(),
  }
}

async function serverTemplate(): Promise<Template> {
  const name = `museum_${randomUUID().slice(0, 8)}`
  const address = await createOnServer(inject('runFolder'), { name })
  await build(address)
  return {
    async copy() {
      const copy = await createOnServer(inject('runFolder'), { copyOf: name })
      return { engine: 'postgresql', target: copy, remove: () => dropFromServer(copy) }
    },
    remove: () => dropFromServer(address),
  }
}

async function pgliteTemplate(): Promise<Template> {
  const scratch = await createScratch('postgresql', 'empty')
  const { pglite } = scratch.target as Exclude<Target, string>
  await build(scratch.target)
  const dump = await pglite.dumpDataDir('none')
  await scratch.remove()
  return {
    async copy() {
      const { PGlite } = await import('@electric-sql/pglite')
      const copy = await PGlite.create({ loadDataDir: dump })
      return { engine: 'postgresql', target: { pglite: copy }, remove: () => copy.close() }
    },
    remove: async () => {},
  }
}

/** The file behind a SQLite target. */
export function fileOf(target: Target): string {
  return typeof target === 'string' ? target.slice('sqlite:'.length) : ''
}
