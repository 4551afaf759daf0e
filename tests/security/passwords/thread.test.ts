/** A thread for work that takes long: it answers, dies and is started anew. */
import type { Argon2Parameters } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { HTTPException } from 'hono/http-exception'
import { expect, it } from 'vitest'
import { Thread } from '../../../src/security/passwords/thread.ts'

/** Says how often it was asked; dies of `die`, and never answers `wait`. */
const program = `
  import { parentPort } from 'node:worker_threads'
  let asked = 0
  parentPort.on('message', (word) => {
    if (word === 'die') throw new Error('died of it')
    asked++
    if (word !== 'wait') parentPort.postMessage(asked)
  })`

function thread(
  settings: { timeout?: number; idleTimeout?: number } = {},
  code = program,
): Thread<string, number> {
  const file = new URL(`data:text/javascript,${encodeURIComponent(code)}`)
  return new Thread(file, { name: 'test', timeout: 10_000, idleTimeout: 10_000, ...settings })
}

it('answers one question after the other', async () => {
  const asked = thread()
  expect(await asked.ask('a')).toBe(1)
  expect(await asked.ask('b')).toBe(2)
})

it('tells who asked what it died of, and is another one for the next', async () => {
  const asked = thread()
  expect(await asked.ask('a')).toBe(1)
  await expect(asked.ask('die')).rejects.toThrow('died of it')
  expect(await asked.ask('a')).toBe(1)
})

it('is ended when it takes too long, and is another one for the next', async () => {
  const asked = thread({ timeout: 3_000 })
  const error = await asked.ask('wait').catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(HTTPException)
  expect(error).toMatchObject({ status: 503 })
  expect(await asked.ask('a')).toBe(1)
})

it('is let go when nobody has asked for a while', async () => {
  const asked = thread({ idleTimeout: 1 })
  expect(await asked.ask('a')).toBe(1)
  await expect.poll(() => asked.ask('a'), { interval: 50 }).toBe(1)
})

it.runIf(process.platform === 'linux')('that hashes has the lowest priority', async () => {
  const file = new URL('../../../src/security/passwords/hash-worker.ts', import.meta.url)
  const hashing = new Thread<Argon2Parameters, Uint8Array>(file, {
    name: 'hash-test',
    timeout: 60_000,
    idleTimeout: 60_000,
  })
  const tag = await hashing.ask({
    message: 'a',
    nonce: Buffer.alloc(16),
    tagLength: 32,
    memory: 64,
    passes: 1,
    parallelism: 1,
  })
  expect(tag).toHaveLength(32)
  expect(niceness('hash-test')).toEqual([19])
})

/** Of this process's threads of that name. @see `man 5 proc_pid_stat`: the 19th field; the second may hold anything */
function niceness(name: string): number[] {
  return readdirSync('/proc/self/task')
    .map((number) => readFileSync(`/proc/self/task/${number}/stat`, 'utf8'))
    .filter((stat) => stat.includes(`(${name})`))
    .map((stat) => Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]))
}
