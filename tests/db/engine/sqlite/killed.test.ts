/** A process killed while it copied its log into the file leaves the file half old, half new: opening it repairs it. */
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { openSqlite } from '../../../../src/db/engine/sqlite/open.ts'

const folder = mkdtempSync(path.join(os.tmpdir(), 'crowfoot-killed-'))
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }))

const pageSize = 4096

/** The first half of `file` as it is in `newer`: the log is copied in the order of the pages, and the file grows last. */
function cutOff(file: string, newer: string): void {
  const [old, next] = [readFileSync(file), readFileSync(newer)]
  next.copy(old, 0, 0, Math.floor(old.length / pageSize / 2) * pageSize)
  writeFileSync(file, old)
}

it('opens a file whose checkpoint was cut off, with everything that was committed', () => {
  const at = (name: string) => path.join(folder, name)
  const database = openSqlite(at('live.db'), { create: true })
  // Long definitions need many pages of their own, which held rows before.
  const fill = (table: string, rows: number, length = 1) => {
    database.exec(
      `create table ${table} (id integer primary key, text text check (text <> '${'x'.repeat(length)}'))`,
    )
    database.exec(`with recursive n (i) as (select 1 union all select i + 1 from n where i < ${rows})
      insert into ${table} select i, hex(randomblob(100)) from n`)
  }
  for (let i = 0; i < 40; i++) fill(`old_table_with_a_long_name_${i}`, 50)
  database.exec('pragma wal_checkpoint(truncate)')
  database.exec('pragma wal_autocheckpoint = 0')
  for (let i = 0; i < 40; i++) database.exec(`drop table old_table_with_a_long_name_${i}`)
  for (let i = 0; i < 60; i++) fill(`new_table_${i}`, 70, 900)
  copyFileSync(at('live.db'), at('killed.db'))
  copyFileSync(at('live.db-wal'), at('killed.db-wal'))
  database.exec('pragma wal_checkpoint(truncate)')
  database.close()
  cutOff(at('killed.db'), at('live.db'))

  const mended = openSqlite(at('killed.db'))
  expect(mended.prepare('pragma integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
  expect(mended.prepare('select count(*) as n from new_table_29').get()).toEqual({ n: 70 })
  mended.close()
})
