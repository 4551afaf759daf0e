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

it('holds no password of an address, also where an error names one', () => {
  const lines: string[] = []
  const log = createLog({ logLevel: 'info' }, { write: (line: string) => lines.push(line) })
  const cause = new Error('cannot connect to postgres://ada:sec@ret@127.0.0.1:5432/crowfoot: refused')
  log.error({ err: new Error('no answer from mysql://ada:secret@127.0.0.1', { cause }) }, 'could not answer')
  expect(lines.join('')).toContain('postgres://ada:***@127.0.0.1:5432/crowfoot')
  expect(lines.join('')).not.toMatch(/sec.?ret/)
})

it('cuts off a message of a million letters', () => {
  const lines: string[] = []
  createLog({ logLevel: 'info' }, { write: (line: string) => lines.push(line) }).error(
    { err: new Error('x'.repeat(1_000_000)) },
    'could not answer',
  )
  expect(lines.join('').length).toBeLessThan(100_000)
})
