/** Starts a server as a process of its own, and says what it costs: the time until it is ready, the memory it takes. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { projectRoot } from '../src/config.ts'

export interface Started {
  /** Milliseconds from the call to its first answer. */
  startup: number
  /** In MB, as the system counts it; undefined where it does not say. */
  memory(): number | undefined
  /** Seconds that the processor has worked for it so far; undefined where the system does not say. */
  worked: () => number | undefined
  stop(): Promise<void>
}

interface Start {
  file: string
  args?: string[]
  env?: Record<string, string>
  input?: string
  /** What the server prints when it can be asked. */
  ready: string
  /** Told each line of its log. */
  onLog?: (line: string) => void
}

export async function start({ file, args = [], env = {}, input, ready, onLog }: Start): Promise<Started> {
  const began = performance.now()
  const child = spawn(process.execPath, ['--import', 'tsx', path.join(projectRoot, file), ...args], {
    cwd: projectRoot,
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  if (onLog) createInterface(child.stderr).on('line', onLog)
  else child.stderr.resume()
  child.stdin.end(input)
  await new Promise<void>((resolve, reject) => {
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (said.includes(ready)) resolve()
    })
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code ?? 'a signal'}: ${said}`)))
  })
  return {
    startup: performance.now() - began,
    memory: () => memoryOf(child),
    worked: () => workOf(child),
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve())
        child.kill()
      }),
  }
}

function memoryOf(child: ChildProcess): number | undefined {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(systemFile(child, 'status'))?.[1]
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024
}

/** User and system time, in hundredths of a second: the 14th and 15th field. @see `man proc_pid_stat` */
function workOf(child: ChildProcess): number | undefined {
  const fields = systemFile(child, 'stat')
    .replace(/^.*\) /, '')
    .split(' ')
  return fields.length < 13 ? undefined : (Number(fields[11]) + Number(fields[12])) / 100
}

/** What Linux says of a process; nothing on other systems. */
function systemFile({ pid }: ChildProcess, name: 'stat' | 'status'): string {
  try {
    return readFileSync(`/proc/${pid ?? 0}/${name}`, 'utf8')
  } catch {
    return ''
  }
}
