/** What was acknowledged is there afterwards, once: a few kills here, hundreds with `npm run test:long`. */
import { describe, expect, it } from 'vitest'
import { endedUnderWriters, killedUnderWriters } from '../../bench/acknowledged.ts'
import type { Outcome } from '../../bench/acknowledged.ts'
import { serverUrl } from '../setup/server.ts'

const long = process.env.LONG === '1'

function expectNothingLost({ acknowledged, lost, doubled, refused, hasEnded }: Outcome): void {
  expect(acknowledged).toBeGreaterThan(0)
  expect({ lost, doubled, hasEnded, failures: refused.get(500) ?? 0 }).toEqual({
    lost: 0,
    doubled: 0,
    hasEnded: false,
    failures: 0,
  })
}

it('loses and doubles no acknowledged write when it is killed', { timeout: 3_600_000 }, async () => {
  expectNothingLost(await killedUnderWriters(long ? 300 : 2, 8))
})

describe.skipIf(serverUrl === undefined)('on PostgreSQL (needs a server: set TEST_POSTGRES_URL)', () => {
  it(
    'goes on, and loses and doubles none, when its connections are ended',
    { timeout: 3_600_000 },
    async () => {
      expectNothingLost(await endedUnderWriters(long ? 200 : 10, 8, serverUrl ?? ''))
    },
  )
})
