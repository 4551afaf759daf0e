/** A thread for work that takes long: it answers, dies and is started anew. */
import { spawnSync } from 'node:child_process'
import type { Argon2Parameters } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { HTTPException } from 'hono/http-exception'
import { describe, expect, it } from 'vitest'
import { Thread, WithReserve } from '../../src/security/thread.ts'

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
  settings: { patience?: number; keptFor?: number } = {},
  code = program,
): Thread<string, number> {
  const file = new URL(`data:text/javascript,${encodeURIComponent(code)}`)
  return new Thread(file, { name: 'test', patience: 10_000, keptFor: 10_000, ...settings })
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
  const asked = thread({ patience: 3_000 })
  const error = await asked.ask('wait').catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(HTTPException)
  expect(error).toMatchObject({ status: 503 })
  expect(await asked.ask('a')).toBe(1)
})

it('is let go when nobody has asked for a while', async () => {
  const asked = thread({ keptFor: 1 })
  expect(await asked.ask('a')).toBe(1)
  await expect.poll(() => asked.ask('a'), { interval: 50 }).toBe(1)
})

it('is given what its program is to know', async () => {
  const program = `
    import { parentPort, workerData } from 'node:worker_threads'
    parentPort.on('message', () => parentPort.postMessage(workerData))`
  const file = new URL(`data:text/javascript,${encodeURIComponent(program)}`)
  const asked = new Thread<string, string>(file, { name: 'test', patience: 10_000, keptFor: 1, data: 'this' })
  expect(await asked.ask('what')).toBe('this')
})

describe('two threads, one in reserve', () => {
  const reserve = () => thread({}, program.replace("if (word !== 'wait')", ''))

  it('asks the first', async () => {
    const first = thread()
    const both = new WithReserve(first, reserve(), 60_000)
    expect(await both.ask('a')).toBe(1)
    expect(await both.ask('a')).toBe(2)
    expect(await first.ask('a')).toBe(3)
  })

  it('asks the reserve when the first takes too long, and from then on, for a while', async () => {
    const first = thread({ patience: 1_000 })
    const second = reserve()
    expect(await first.ask('a')).toBe(1)
    const both = new WithReserve(first, second, 60_000)
    expect(await both.ask('wait')).toBe(1)
    expect(await both.ask('a')).toBe(2)
    expect(await second.ask('a')).toBe(3)
  })

  it('tries the first again afterwards', async () => {
    const first = thread({ patience: 1_000 })
    const both = new WithReserve(first, reserve(), 0)
    expect(await both.ask('wait')).toBe(1)
    expect(await both.ask('a')).toBe(1)
    expect(await first.ask('a')).toBe(2)
  })

  it('tells what the first died of', async () => {
    await expect(new WithReserve(thread(), reserve(), 60_000).ask('die')).rejects.toThrow('died of it')
  })
})

it.runIf(process.platform === 'linux')('that hashes steps back for everything else', async () => {
  const file = new URL('../../src/security/hash-worker.ts', import.meta.url)
  const settings = { patience: 60_000, keptFor: 60_000 }
  const question = {
    message: 'a',
    nonce: Buffer.alloc(16),
    tagLength: 32,
    memory: 64,
    passes: 1,
    parallelism: 1,
  }
  const asked = new Thread<Argon2Parameters, Uint8Array>(file, {
    ...settings,
    name: 'hash-idle',
    data: 'idle',
  })
  const reserve = new Thread<Argon2Parameters, Uint8Array>(file, { ...settings, name: 'hash-nice' })
  expect(await asked.ask(question)).toEqual(await reserve.ask(question))
  const normal = 0 // SCHED_OTHER
  const mayIdle = spawnSync('chrt', ['-i', '0', 'true']).status === 0
  const idle = mayIdle ? 5 : normal // SCHED_IDLE
  expect(scheduling('hash-idle')).toEqual([{ nice: 19, policy: idle }])
  expect(scheduling('hash-nice')).toEqual([{ nice: 19, policy: normal }])
})

/** Of this process's threads of that name. @see `man 5 proc_pid_stat`: the 19th and the 41st field; the second may hold anything */
function scheduling(name: string) {
  return readdirSync('/proc/self/task')
    .map((number) => readFileSync(`/proc/self/task/${number}/stat`, 'utf8'))
    .filter((stat) => stat.includes(`(${name})`))
    .map((stat) => stat.slice(stat.lastIndexOf(')') + 2).split(' '))
    .map((fields) => ({ nice: Number(fields[16]), policy: Number(fields[38]) }))
}
