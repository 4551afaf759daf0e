/** The project's own folder for its database: made where it is missing, and nobody else's to enter. */
import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it, vi } from 'vitest'
import type * as config from '../../../../src/config.ts'
import { openSqlite } from '../../../../src/db/engine/sqlite/open.ts'

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
