/** How long ago something was, in words. */
import { expect, test } from 'vitest'
import { timeAgo } from '../../src/client/time-ago.ts'

const now = new Date('2026-03-14T12:00:00.000Z')

test.each([
  ['2026-03-14T11:59:30.000Z', 'just now'],
  ['2026-03-14T11:57:00.000Z', '3 minutes ago'],
  ['2026-03-14T09:00:00.000Z', '3 hours ago'],
  ['2026-03-13T12:00:00.000Z', 'yesterday'],
  ['2026-03-14T12:05:00.000Z', 'in 5 minutes'],
])('%s is %s', (time, words) => {
  expect(timeAgo(new Date(time), now)).toBe(words)
})

test('what is more than a week away, or no time at all, keeps its date', () => {
  expect(timeAgo(new Date('2026-03-01T12:00:00.000Z'), now)).toBeUndefined()
  expect(timeAgo(new Date('nonsense'), now)).toBeUndefined()
})
