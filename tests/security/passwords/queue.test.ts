/** Work that is done one piece at a time: never two at once, and a limit to the queue. */
import { expect, it } from 'vitest'
import { Queue, withMutex } from '../../../src/security/passwords/queue.ts'

it('does one after the other, in the order in which they came', async () => {
  const queue = new Queue({ longest: 10, retryAfter: 1 })
  const events: string[] = []
  let running = 0
  await Promise.all(
    ['a', 'b', 'c'].map((name) =>
      queue.run(async () => {
        expect(++running).toBe(1)
        await Promise.resolve()
        events.push(name)
        running--
      }),
    ),
  )
  expect(events).toEqual(['a', 'b', 'c'])
})

it('sends away with 503 whoever comes when the queue is full, and takes the next when there is room', async () => {
  const queue = new Queue({ longest: 2, retryAfter: 7 })
  const { promise, resolve } = Promise.withResolvers<void>()
  const accepted = [queue.run(() => promise), queue.run(() => promise)]
  await expect(queue.run(() => promise)).rejects.toMatchObject({ status: 503, cause: { retryAfter: 7 } })
  resolve()
  await Promise.all(accepted)
  expect(await queue.run(() => Promise.resolve('done'))).toBe('done')
})

it('goes on after work that failed', async () => {
  const queue = new Queue({ longest: 2, retryAfter: 1 })
  await expect(queue.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await queue.run(() => Promise.resolve(1))).toBe(1)
})

it('lets those with different keys go side by side, and those with the same key one after the other, also after a failure', async () => {
  const events: string[] = []
  const { promise, resolve } = Promise.withResolvers<void>()
  const first = withMutex('a', async () => {
    await promise
    events.push('first of a')
    throw new Error('no')
  })
  const second = withMutex('a', () => Promise.resolve(events.push('second of a')))
  await withMutex('b', () => Promise.resolve(events.push('b')))
  expect(events).toEqual(['b'])
  resolve()
  await expect(first).rejects.toThrow('no')
  await second
  expect(events).toEqual(['b', 'first of a', 'second of a'])
})
