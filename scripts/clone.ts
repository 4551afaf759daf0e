/** Runs the whole suite in a clone of its own: as it runs in every fork, with nothing beside it and without the museum's records. */
import { spawn } from 'node:child_process'
import { mkdtemp, rm, symlink } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { tallyIn } from './tally.ts'
import type { Tally } from './tally.ts'

const root = path.resolve(import.meta.dirname, '..')

/** What came of it: the clone has the last commit, and borrows the packages that are installed here. */
export async function testInClone(): Promise<Tally> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'crowfoot-clone-'))
  const clone = path.join(folder, 'crowfoot')
  try {
    console.log('\nThe suite once more, of the last commit, in a clone of its own:')
    const cloned = await run('git', ['clone', '--quiet', root, clone], folder, process.env)
    if (cloned.code !== 0) {
      console.log('Did not run: git could not clone this folder.')
      return { passed: 0, failed: 1, skipped: 0 }
    }
    // A junction needs no rights on Windows; elsewhere the word means nothing.
    await symlink(path.join(root, 'node_modules'), path.join(clone, 'node_modules'), 'junction')
    const { CROWFOOT_DATA: _records, LONG: _long, ...env } = process.env
    const { code, output } = await run(process.execPath, ['scripts/test.ts'], clone, env)
    const tally = tallyIn(output)
    if (tally !== undefined && (code === 0 || tally.failed > 0)) return tally
    console.log(`The suite in the clone exited with ${code} and without a sum.`)
    return { passed: 0, failed: 1, skipped: 0 }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 10 })
  }
}

/** Shows the output as it comes, and gives it back. */
function run(
  program: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'inherit'] })
    let output = ''
    child.stdout.on('data', (piece: Buffer) => {
      output += piece.toString()
      process.stdout.write(piece)
    })
    child.on('error', reject)
    child.on('close', (code) => {
      resolve({ code: code ?? 1, output })
    })
  })
}
