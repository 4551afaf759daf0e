/** `crowfoot db` as a person calls it: what it prints, one line when it cannot, and its exit codes. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readdir } from 'node:fs/promises'
import path from 'node:path'
import { beforeAll, expect, inject, it, vi } from 'vitest'
import { loadRevisions, stamp } from '../../src/db/migrate/index.ts'
import { using } from '../db/migrate/round-trip.ts'

// Each call is a process of its own, and there are many.
vi.setConfig({ testTimeout: 300_000 })

const root = path.resolve(import.meta.dirname, '../..')
let folder: string
let file: string

/** Calls `crowfoot db` on a database of this test's own. */
function db(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const bin = path.join(root, 'cli/bin/crowfoot.mjs')
  const env = { ...process.env, DATABASE_URL: `sqlite:${file}` }
  return new Promise((resolve) => {
    execFile(process.execPath, [bin, 'db', ...args], { cwd: folder, env }, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out, err })
    })
  })
}

beforeAll(async () => {
  folder = path.join(inject('runFolder'), `cli-db-${process.pid}`)
  file = path.join(folder, 'catalogue.db')
  await mkdir(folder)
})

it('goes the way of a new project: look, rehearse, upgrade, undo, check', async () => {
  expect((await db('current')).out).toBe('There is no database yet: npx crowfoot db upgrade makes it.\n')
  expect(existsSync(file)).toBe(false)

  const upgraded = await db('upgrade', '0004')
  expect(upgraded).toMatchObject({ code: 0, err: '' })
  expect(upgraded.out).toMatch(/^applied 0001_create_roles_and_users: create roles and users\n/)

  const rehearsal = await db('rehearse')
  expect(rehearsal.out).toMatch(/^Rehearsed on a copy of the file\. Nothing was changed\.\n/)
  expect(rehearsal.out).toMatch(/undoing: brings back the same content in all \d+ tables/)
  expect(rehearsal.out).toMatch(/\n(Nothing would be lost\.\n$|This would be lost:\n)/)
  expect((await db('current')).out).toMatch(/^0004_create_items\n\d+ revisions? pending: /)

  const json = JSON.parse((await db('upgrade', '--json')).out) as { applied: string[]; snapshot: string }
  expect(json.applied[0]).toBe('0005_create_sessions_and_rate_limits')
  expect(existsSync(json.snapshot)).toBe(true)
  expect((await db('upgrade')).out).toBe('Nothing to apply: the database is up to date.\n')

  expect((await db('check')).out).toBe('The models and the revisions agree. So does the database.\n')
  expect((await db('downgrade', '-1')).out).toMatch(/^undone \d{4}_/)
  expect((await db('history')).out).toMatch(/^\* \S+ {2}.*\(head, pending\)\n\* .*\(current\)\n/)
  const check = await db('check')
  expect(check).toMatchObject({ code: 1, err: 'crowfoot: 1 thing differs\n' })
  expect(check.out).toMatch(/ is not applied to the database: npx crowfoot db upgrade\n$/)
})

it('prints SQL for either engine without touching a database', async () => {
  const { code, out } = await db('sql', 'base:0001', '--engine', 'postgresql')
  expect(code).toBe(0)
  expect(out).toContain('create table "roles" ("id" serial')
})

it('takes a snapshot and restores it', async () => {
  expect((await db('snapshot', 'mine.db')).out).toBe(
    `The database is copied to ${path.join(folder, 'mine.db')}\n`,
  )
  expect((await db('restore', 'mine.db')).out).toMatch(
    /^Restored: the database is at \S+\.\nThe database as it was: .*-replaced\.db\n$/,
  )
})

it.each([
  [['upgrade', '0999'], 'there is no revision "0999": see npx crowfoot db history'],
  [['upgrade', '000'], /^"000" means several revisions: /],
  [['downgrade', '-99'], /^only \d+ revisions are applied, so 99 cannot be undone/],
  [['merge', 'join'], 'there is one head only, so there is nothing to merge'],
  [['downgrade', '-99'], /: npx crowfoot db downgrade base undoes all$/],
  [['sql', '0001:0002:0003'], '"0001:0002:0003" is no range: it is FROM:TO, either of which may be left out'],
  [['restore', 'nothing.db'], /^there is no file .*nothing\.db: snapshots are in .*snapshots$/],
  [['restore', '.'], /cli-db-\d+ is a folder: name a snapshot in it$/],
  [['snapshot', '.'], /cli-db-\d+ is a folder: name a file in it$/],
  [['snapshot', 'catalogue.db'], /^there is a file .*catalogue\.db already: name another one$/],
  [['revision', 'add x', '--rename', 'items.title:name'], /answers nothing: items\.title did not go/],
])('answers %j with one line and exit code 1', async (args, says) => {
  const before = await readdir(path.join(root, 'src/db/migrations'))
  const { code, out, err } = await db(...args)
  expect([code, out]).toEqual([1, ''])
  expect(err).toMatch(/^crowfoot: .*\n$/)
  expect(err.slice('crowfoot: '.length, -1)).toMatch(says)
  expect(await readdir(path.join(root, 'src/db/migrations'))).toEqual(before)
})

it('refuses a database at a revision whose file is missing, and one that is not ours', async () => {
  const history = await loadRevisions()
  await stamp(`sqlite:${file}`, history.heads[0]?.id ?? '', history)
  await using(`sqlite:${file}`, async (connection) => {
    await connection.query(
      `insert into crowfoot_revisions values ('9999_from_tomorrow', '', '', '2026-01-31T12:00:00.000Z')`,
    )
  })
  const refused = await db('upgrade')
  expect(refused.code).toBe(1)
  expect(refused.err).toMatch(
    /^crowfoot: the database is at a revision that this copy of the project does not have \(9999_from_tomorrow\): update the project, or go back to the newest snapshot that this copy knows: npx crowfoot db restore \S+\.db\n$/,
  )
  await using(`sqlite:${file}`, async (connection) => {
    await connection.query(`delete from crowfoot_revisions where id = '9999_from_tomorrow'`)
  })
})

it('shows the usage for what makes no sense, with exit code 2', async () => {
  for (const args of [
    ['reset'],
    ['downgrade'],
    ['upgrade', 'a', 'b'],
    ['sql', '--engine', 'oracle'],
    ['sql', ''],
  ]) {
    const { code, err } = await db(...args)
    expect(code).toBe(2)
    expect(err).toMatch(/Usage: npx crowfoot db /)
  }
})

it('empties the database when told so twice', async () => {
  const { code, out } = await db('reset', '--yes')
  expect(code).toBe(0)
  expect(out).toMatch(/^The database is empty and at \S+\.\nThe database as it was: /)
})
