/** The first command in a clone that was never started: there is no data folder yet, and none is asked for. */
import path from 'node:path'
import { expect, inject, it, vi } from 'vitest'
import { cloneProject } from '../setup/clone.ts'

// Each call is a process of its own.
vi.setConfig({ testTimeout: 300_000 })

it.each([
  [['db', 'upgrade'], /^applied 0001_create_roles_and_users: /],
  [['db', 'reset', '--yes'], /^The database is empty and at \d{4}_/],
  [['db', 'stamp', 'base'], /^The database is noted as being at no revision/],
  [['db', 'current'], /^There is no database yet/],
  [['user', 'add', 'ada', '--role', 'admin'], /^username\tone-time password\nada\t/],
])('crowfoot %j works', async (args, says) => {
  const clone = await cloneProject(path.join(inject('runFolder'), `first-${process.pid}-${args.join('-')}`))
  const { code, out, err } = await clone.crowfoot(args)
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toMatch(says)
})

it('what only looks or changes what is there makes no database, and says that there is none', async () => {
  const clone = await cloneProject(path.join(inject('runFolder'), `first-${process.pid}-looking`))
  for (const args of [
    ['user', 'list'],
    ['user', 'set-role', 'ada', 'admin'],
    ['data', 'export', 'items.csv'],
  ]) {
    expect(await clone.crowfoot(args)).toEqual({
      code: 1,
      out: '',
      err: `crowfoot: there is no database at ${path.join(clone.folder, 'data/crowfoot.db')}: npx crowfoot db upgrade makes it (npm start fills it too), or DATABASE_URL names another one\n`,
    })
  }
})
