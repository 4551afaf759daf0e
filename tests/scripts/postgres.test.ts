/** The PostgreSQL server for development: it starts, starts again, and stops, where the machine has one. */
import { execFile } from 'node:child_process'
import { globSync, rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = path.resolve(import.meta.dirname, '../..')
const installed = [
  ...(process.env.PATH ?? '').split(path.delimiter),
  ...globSync('/usr/lib/postgresql/*/bin'),
].some((folder) => globSync(path.join(folder, 'initdb{,.exe}')).length > 0)

function postgres(
  env: Record<string, string>,
  ...args: string[]
): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['scripts/postgres.ts', ...args],
      { cwd: root, env: { ...process.env, ...env } },
      (error, out, err) => resolve({ code: error ? Number(error.code) : 0, out, err }),
    )
  })
}

describe.skipIf(!installed)('scripts/postgres.ts (needs the programs of PostgreSQL)', () => {
  let dir: string
  beforeAll(async () => {
    // Not in the run's own folder, which only its owner may enter: as root, PostgreSQL runs as somebody else.
    dir = await mkdtemp(path.join(os.tmpdir(), 'crowfoot-postgres-'))
  })
  afterAll(async () => {
    await postgres({}, 'stop', '--dir', dir)
    rmSync(dir, { recursive: true, force: true })
  })

  it('makes a cluster, starts it on a free port and says where; started again, it says the same', async () => {
    const first = await postgres({}, 'start', '--throwaway', '--json', '--dir', dir)
    expect([first.code, first.err]).toEqual([0, ''])
    const { url } = JSON.parse(first.out) as { url: string }
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    const { rows } = await client.query('select current_database() as name')
    await client.end()
    expect(rows).toEqual([{ name: 'crowfoot' }])
    expect(await postgres({}, 'start', '--dir', dir)).toEqual({ code: 0, out: `${url}\n`, err: '' })
  })

  it('stops it, and is content when there is nothing to stop', async () => {
    expect(await postgres({}, 'stop', '--dir', dir)).toEqual({ code: 0, out: 'Stopped.\n', err: '' })
    expect(await postgres({}, 'stop', '--dir', dir)).toEqual({
      code: 0,
      out: 'No server was running.\n',
      err: '',
    })
  })

  it('leaves a folder alone that holds something else', async () => {
    const { code, err } = await postgres({}, 'start', '--dir', path.join(root, 'src'))
    expect(code).toBe(1)
    expect(err).toMatch(/^postgres: .*src holds something that is not a PostgreSQL cluster.*\n$/)
  })
})

it('says with exit code 2 how it is used', async () => {
  const { code, out, err } = await postgres({}, 'begin')
  expect([code, out]).toEqual([2, ''])
  expect(err).toContain('Usage: npx tsx scripts/postgres.ts start|stop')
})
