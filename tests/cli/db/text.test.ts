/** The report of a rehearsal, in words. */
import { expect, it } from 'vitest'
import { describeRehearsal } from '../../../src/cli/db/text.ts'
import type { RehearsedRevision } from '../../../src/db/migrate/rehearse/rehearse.ts'

const revision = (undo: RehearsedRevision['undo']): RehearsedRevision => ({
  id: '9001_change',
  message: 'change',
  steps: [{ title: 'a step', ms: 1, statements: ['select 1'], more: 1 }],
  tables: [],
  losses: [],
  changes: [],
  undo,
  ms: 1,
})

it('speaks of one statement and one table in the singular', () => {
  const tables = [{ name: 'items', same: true }]
  const same = describeRehearsal({
    engine: 'sqlite',
    where: 'here',
    revisions: [revision({ possible: true, differences: [], tables })],
  })
  expect(same).toContain('... and 1 more statement\n')
  expect(same).toContain('undoing: brings back the same content in its table\n')
  const differs = describeRehearsal({
    engine: 'sqlite',
    where: 'here',
    revisions: [revision({ possible: true, differences: ['x'], tables })],
  })
  expect(differs).toContain('the same content in 1 of 1 table; what differs:\n    x')
})
