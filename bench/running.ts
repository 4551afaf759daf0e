/** The application over a database of a benchmark, for what kills and attacks it: it starts on a free port and dies as in a power cut. */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { projectRoot } from '../src/config.ts'
import { memoryOf } from './server.ts'

export interface Running {
  origin: string
  port: number
  /** Milliseconds from the call to its word that it is ready. */
  startup: number
  memory: () => number | undefined
  hasEnded: () => boolean
  /** As a power cut would. */
  kill: () => Promise<void>
}

/** @param port that of the last time; 0 for one that is free */
export async function run(databaseUrl: string, port = 0): Promise<Running> {
  const began = performance.now()
  const child = spawn(process.execPath, ['src/server.ts'], {
    cwd: projectRoot,
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      HOST: '127.0.0.1',
      PORT: String(port),
      BASE_URL: '',
      LOG_LEVEL: 'fatal',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const origin = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      const address = /Crowfoot is ready at (\S+)/.exec(line)?.[1]
      if (address !== undefined) resolve(address)
    })
    void ended.then(() => reject(new Error('The server ended before it was ready.')))
  })
  return {
    origin,
    port: Number(new URL(origin).port),
    startup: performance.now() - began,
    memory: () => memoryOf(child),
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}
