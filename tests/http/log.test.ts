/** The log's lines: one JSON object each, with the moment as people and programs read it. */
import { afterEach, expect, it, vi } from 'vitest'
import { createLog } from '../../src/http/log.ts'

afterEach(() => vi.useRealTimers())

it.each([
  '2026-03-14T09:30:00.000Z',
  '2026-03-14T09:30:00.007Z',
  '2026-03-14T09:30:00.999Z',
  '2026-03-14T09:30:01.040Z',
  '2026-12-31T23:59:59.999Z',
  '2027-01-01T00:00:00.000Z',
])('a line of %s says so', (moment) => {
  vi.useFakeTimers({ now: new Date(moment) })
  const lines: string[] = []
  createLog({ logLevel: 'info' }, { write: (line: string) => lines.push(line) }).info('answered')
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    { level: 30, time: moment, msg: 'answered' },
  ])
})
