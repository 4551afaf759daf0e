/** What becomes of acknowledged writes when the server is killed, and when PostgreSQL ends its connections. Databases of its own, removed afterwards. */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { addressOf } from './load.ts'
import { run } from './running.ts'
import type { Running } from './running.ts'
import { countNames, makeStaff, Writers } from './writers.ts'

export interface Outcome {
  acknowledged: number
  /** Acknowledged, and not there afterwards. */
  lost: number
  /** There more than once. */
  doubled: number
  /** Other answers by their status; 0 where the connection broke off. */
  refused: ReadonlyMap<number, number>
  /** Milliseconds until the server was ready again, of each start. */
  starts: number[]
  /** Whether the server ended by itself. */
  hasEnded: boolean
}

/** Kills the server so often, each time after every writer, on average, had something acknowledged. SQLite. */
export async function killedUnderWriters(kills: number, count: number): Promise<Outcome> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'crowfoot-kills-'))
  const url = `sqlite:${path.join(folder, 'kills.db')}`
  let running: Running | undefined
  try {
    const account = await makeStaff(url)
    running = await run(url)
    const writers = await Writers.begin(running.origin, account, count)
    const starts: number[] = []
    for (let kill = 0; kill < kills; kill++) {
      await writers.more(count)
      await sleep(Math.random() * 50)
      await running.kill()
      running = await run(url, running.port)
      starts.push(running.startup)
    }
    await writers.end()
    return { ...outcomeOf(writers, await countNames(url)), starts, hasEnded: running.hasEnded() }
  } finally {
    await running?.kill()
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 })
  }
}

/** Ends all connections of the server so often. @param server the address of any database of a PostgreSQL server */
export async function endedUnderWriters(rounds: number, count: number, server: string): Promise<Outcome> {
  const name = `crowfoot_kills_${randomUUID().slice(0, 8)}`
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  let running: Running | undefined
  try {
    await client.query(`create database ${name}`)
    const url = addressOf(server, name)
    const account = await makeStaff(url)
    running = await run(url)
    const writers = await Writers.begin(running.origin, account, count)
    for (let round = 0; round < rounds; round++) {
      await writers.more(count)
      await sleep(Math.random() * 50)
      await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name])
    }
    await writers.end()
    return { ...outcomeOf(writers, await countNames(url)), starts: [], hasEnded: running.hasEnded() }
  } finally {
    await running?.kill()
    await client.query(`drop database if exists ${name} with (force)`)
    await client.end()
  }
}

function outcomeOf({ acknowledged, refused }: Writers, stored: ReadonlyMap<string, number>) {
  return {
    acknowledged: acknowledged.length,
    lost: acknowledged.filter((name) => !stored.has(name)).length,
    doubled: [...stored.values()].filter((times) => times > 1).length,
    refused,
  }
}
