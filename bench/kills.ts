/**
 * Kills the server while many write, on SQLite, and ends its connections while many write, on PostgreSQL: what was acknowledged must
 * be there afterwards, once.
 *
 *     npx tsx bench/kills.ts --kills 300 --rounds 200 --writers 8 --postgres postgres://postgres@127.0.0.1:5432/postgres
 */
import { Command, Option } from 'commander'
import { endedUnderWriters, killedUnderWriters } from './acknowledged.ts'
import type { Outcome } from './acknowledged.ts'
import { percentile } from './measure.ts'

interface Options {
  kills: string
  rounds: string
  writers: string
  postgres?: string
}

const command = new Command('bench/kills.ts')
  .description(
    'Kills the server and ends its connections under writers, and counts what became of their writes.',
  )
  .option('--kills <number>', 'on SQLite', '20')
  .option('--rounds <number>', 'of ended connections on PostgreSQL', '20')
  .option('--writers <number>', 'at the same time', '8')
  .addOption(
    new Option('--postgres <address>', 'a server on which a database is made').env('TEST_POSTGRES_URL'),
  )

async function main({ kills, rounds, writers, postgres }: Options): Promise<void> {
  if (Number(kills) > 0)
    print(
      `SQLite, ${kills} kills under ${writers} writers`,
      await killedUnderWriters(Number(kills), Number(writers)),
    )
  if (postgres === undefined)
    console.log('PostgreSQL is left out: give --postgres ADDRESS, or set TEST_POSTGRES_URL.')
  else if (Number(rounds) > 0)
    print(
      `PostgreSQL, ${rounds} rounds of ended connections under ${writers} writers`,
      await endedUnderWriters(Number(rounds), Number(writers), postgres),
    )
}

function print(title: string, { acknowledged, lost, doubled, refused, starts, hasEnded }: Outcome): void {
  console.log(title)
  console.log(`  writes acknowledged: ${acknowledged}, of these lost: ${lost}; stored twice: ${doubled}`)
  const answers = [...refused].map(([status, times]) => `${status}: ${times}`).join(', ')
  console.log(`  other answers (0 is a connection that broke off): ${answers || 'none'}`)
  console.log(`  the server ended by itself: ${hasEnded ? 'yes' : 'no'}`)
  const at = (share: number) => `${Math.round(percentile(starts, share))} ms`
  if (starts.length > 0) console.log(`  ready again after ${at(0.5)} (p50), ${at(0.95)} (p95)`)
  if (lost + doubled + (refused.get(500) ?? 0) > 0 || hasEnded) process.exitCode = 1
}

await main(command.parse().opts<Options>())
