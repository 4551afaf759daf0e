/** The running application for the end-to-end tests: the real server, in a process of its own, on a database of its own. */
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import path from 'node:path'
import { inject } from 'vitest'

export interface Application {
  /** Where it answers: `http://127.0.0.1:PORT`. */
  url: string
  /** What it has printed by now. */
  output(): string
  stop(): Promise<void>
}

/** Starts `npm start`'s server on a free port, on a new SQLite file with the sample library in it. */
export async function startApplication(settings: Record<string, string> = {}): Promise<Application> {
  const root = path.resolve(import.meta.dirname, '../..')
  const file = path.join(inject('runFolder'), `${randomUUID()}.db`)
  const child = spawn(process.execPath, ['src/server.ts'], {
    cwd: root,
    env: {
      ...process.env,
      PORT: '0',
      HOST: '127.0.0.1',
      LOG_LEVEL: 'warn',
      DATABASE_URL: `sqlite:${file}`,
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const url = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString()
      const ready = /Crowfoot is ready at (http:\S+)/.exec(output)
      if (ready?.[1] !== undefined) resolve(ready[1])
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.once('exit', () => reject(new Error(`The application did not start:\n${output}`)))
  })
  return {
    url,
    output: () => output,
    async stop() {
      if (child.exitCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}
