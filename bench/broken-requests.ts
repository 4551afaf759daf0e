/**
 * Sends broken requests over raw sockets and holds slow connections, and asks for a page as a well-behaved client all the while.
 *
 *     npx tsx bench/broken-requests.ts --requests 50000 --slow 500
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Command } from 'commander'
import { askAgainAndAgain } from './asking.ts'
import { brokenRequest } from './broken.ts'
import { percentile } from './measure.ts'
import { run } from './running.ts'
import type { Running } from './running.ts'
import { makeStaff } from './writers.ts'

interface Options {
  requests: string
  slow: string
  seed: string
  seconds: string
}

const command = new Command('bench/broken-requests.ts')
  .description(
    'Broken requests and slow connections beside a client that behaves: its times, and what was answered.',
  )
  .option('--requests <number>', 'broken ones', '2000')
  .option('--slow <number>', 'slow connections', '100')
  .option('--seconds <number>', 'that the client asks before, to know its quiet times', '5')
  .option('--seed <number>', 'of the broken requests', '1')

async function main(options: Options): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'crowfoot-broken-'))
  const url = `sqlite:${path.join(folder, 'broken.db')}`
  let running: Running | undefined
  try {
    await makeStaff(url)
    running = await run(url)
    await measure(running, options)
  } finally {
    await running?.kill()
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 })
  }
}

async function measure(running: Running, { requests, slow, seed, seconds }: Options): Promise<void> {
  const endQuiet = askAgainAndAgain(`${running.origin}/items`)
  await sleep(Number(seconds) * 1000)
  const before = await endQuiet()
  const memory = running.memory()
  const slowOnes = Array.from({ length: Number(slow) }, (_, number) => holdSlowly(running.port, number))
  const end = askAgainAndAgain(`${running.origin}/items`)
  const statuses = await sendBroken(running, Number(requests), Number(seed))
  const during = await end()
  for (const { socket } of slowOnes) socket.destroy()
  const figures = (times: number[]) =>
    `${percentile(times, 0.5).toFixed(1)} ms (p50), ${percentile(times, 0.99).toFixed(1)} ms (p99), ${times.length} requests`
  console.log(`${requests} broken requests (seed ${seed}), ${slow} slow connections`)
  console.log(
    `  answers (0 is none): ${[...statuses].map(([status, times]) => `${status}: ${times}`).join(', ')}`,
  )
  console.log(`  a page for others, quiet: ${figures(before.times)}`)
  console.log(`  a page for others, meanwhile: ${figures(during.times)}, failed: ${during.failed}`)
  console.log(
    `  times the quiet p99: ${(percentile(during.times, 0.99) / percentile(before.times, 0.99)).toFixed(1)}`,
  )
  console.log(
    `  memory: ${memory?.toFixed(0) ?? '?'} MB before, ${running.memory()?.toFixed(0) ?? '?'} MB after`,
  )
  console.log(`  the server ended by itself: ${running.hasEnded() ? 'yes' : 'no'}`)
  if ([...statuses.keys()].some((status) => status >= 500) || running.hasEnded()) process.exitCode = 1
}

/** Twenty connections at a time, a broken request each. */
async function sendBroken({ port }: Running, count: number, seed: number): Promise<Map<number, number>> {
  const statuses = new Map<number, number>()
  let next = 0
  const sender = async () => {
    for (let number = next++; number < count; number = next++) {
      const bytes = brokenRequest(seed * 1_000_000 + number)
      const status = await statusOf(port, bytes)
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
      if (status >= 500)
        console.log(`  ${status} for ${JSON.stringify(bytes.toString('latin1').slice(0, 300))}`)
    }
  }
  await Promise.all(Array.from({ length: 20 }, sender))
  return statuses
}

function statusOf(port: number, bytes: Buffer): Promise<number> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const done = (status: number) => {
      socket.destroy()
      resolve(status)
    }
    socket.once('data', (data) => done(Number(/^HTTP\/1\.1 (\d+)/.exec(data.toString('latin1'))?.[1] ?? 0)))
    socket.once('close', () => done(0))
    socket.on('error', () => done(0))
    // What is only half a request is waited for by the server: not here, that is what the slow connections are for.
    socket.setTimeout(1_000, () => done(0))
    socket.end(bytes)
  })
}

/** A connection that sends a header, or a form, byte by byte, or does not read its answer. It begins anew when it was closed. */
function holdSlowly(port: number, number: number): { socket: Socket } {
  const held = { socket: connect(port, '127.0.0.1') }
  const begin = [
    'GET /items HTTP/1.1\r\nX-Slow: ',
    'POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 900000\r\n\r\n',
    'GET /items HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'.repeat(10),
  ][number % 3]
  const { socket } = held
  socket.on('error', () => {})
  socket.write(begin ?? '')
  if (number % 3 === 2) socket.pause()
  const timer = setInterval(() => socket.write('x'), 1_000).unref()
  socket.once('close', () => clearInterval(timer))
  return held
}

await main(command.parse().opts<Options>())
