/** The project's own folder for its database: made where it is missing, and nobody else's to enter. */
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it, vi } from 'vitest'
import type * as config from '../../../../src/config.ts'
import { openSqlite } from '../../../../src/db/engine/sqlite/open.ts'
import { DatabaseOpenError } from '../../../../src/db/engine/sqlite/open-errors.ts'

const root = vi.hoisted(() => ({ path: '' }))
vi.mock('../../../../src/config.ts', async (original) => {
  root.path = mkdtempSync(join(tmpdir(), 'crowfoot-root-'))
  return { ...(await original<typeof config>()), projectRoot: root.path }
})
afterAll(() => rmSync(root.path, { recursive: true, maxRetries: 10 }))

it('is made with the first database, whichever command makes it, and closed to others', () => {
  const folder = join(root.path, 'data')
  const mode = () => (statSync(folder).mode & 0o777).toString(8)
  openSqlite(join(folder, 'crowfoot.db'), { create: true }).close()
  if (process.platform === 'win32') return
  expect(mode()).toBe('700')
  chmodSync(folder, 0o755)
  openSqlite(join(folder, 'crowfoot.db')).close()
  expect(mode()).toBe('700')
})

it('is no other folder: a disk that is not mounted must not become a new database', () => {
  const file = join(root.path, 'absent', 'crowfoot.db')
  expect(() => openSqlite(file, { create: true })).toThrow(/The folder of .* does not exist/)
})

it('that cannot be made is named in one line', () => {
  rmSync(root.path, { recursive: true, maxRetries: 10 })
  writeFileSync(root.path, '')
  const says = `${join(root.path, 'data')} cannot be written: check its permissions and those of its folder`
  expect(() => openSqlite(join(root.path, 'data', 'crowfoot.db'), { create: true })).toThrow(
    new DatabaseOpenError('unwritable', says),
  )
})
