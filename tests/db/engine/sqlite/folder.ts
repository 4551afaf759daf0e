/** A folder for each test of a file, and programs that run beside the test in a process of their own. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach } from 'vitest'
import type { SqliteDriverOptions } from '../../../../src/db/engine/sqlite/driver.ts'
import { SqliteDialect } from '../../../../src/db/engine/sqlite/dialect.ts'
import { openSqlite } from '../../../../src/db/engine/sqlite/open.ts'
import { Kysely } from 'kysely'
import type { Generated } from 'kysely'

/** The tables that these tests use. */
export interface Notes {
  notes: { id: Generated<number>; text: string | null; number: number | bigint | null }
}

/** Each test gets a new folder; it is removed afterwards, when the databases given to `close` are closed. */
export function useFolder() {
  let path = ''
  let open: { destroy(): Promise<void> }[] = []
  beforeEach(() => {
    path = mkdtempSync(join(tmpdir(), 'crowfoot-sqlite-'))
    open = []
  })
  afterEach(async () => {
    for (const database of open) await database.destroy()
    rmSync(path, { recursive: true, force: true, maxRetries: 10 })
  })
  return {
    /** The path of a file in the folder. */
    file: (name = 'notes.db') => join(path, name),
    close<T extends { destroy(): Promise<void> }>(database: T): T {
      open.push(database)
      return database
    },
    /** Everything in the folder: name and a hash of the content. Only while no database in it is open. */
    content: () => Object.fromEntries(readdirSync(path).map((name) => [name, hashOf(join(path, name))])),
  }
}

function hashOf(file: string): string {
  return statSync(file).isDirectory()
    ? 'folder'
    : createHash('sha256').update(readFileSync(file)).digest('hex')
}

/** Makes our file with an empty table of notes. */
export function makeNotes(file: string): string {
  const database = openSqlite(file, { create: true })
  database.exec('create table notes (id integer primary key autoincrement, text text, number integer)')
  database.close()
  return file
}

export function kyselyOn(file: string, options: Partial<SqliteDriverOptions> = {}): Kysely<Notes> {
  const readOnly = options.readOnly ?? false
  return new Kysely<Notes>({
    dialect: new SqliteDialect({ open: () => openSqlite(file, { readOnly }), ...options }),
  })
}

/** Another program that has the file open, without any of our settings. */
export function stranger(file: string): DatabaseSync {
  return new DatabaseSync(file, { timeout: 0 })
}

/** Runs a TypeScript program in a Node of its own. `args` come as process.argv from 1 on. */
export async function runProgram(source: string, args: string[] = [], options: string[] = []) {
  const flags = [...options, '--input-type=module-typescript', '--eval', source, '--', ...args]
  const child = spawn(process.execPath, flags, { cwd: join(import.meta.dirname, '../../../..') })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { status: await ended, output, errors }
}
