/** Starts a server as a process of its own, and says what it costs: the time until it is ready, the memory it takes. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { projectRoot } from '../src/config.ts'

export interface Started {
  pid: number | undefined
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
  const child = spawn(process.execPath, [path.join(projectRoot, file), ...args], {
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
    pid: child.pid,
    startup: performance.now() - began,
    memory: () => memoryOf(child),
    worked: () => workOf(child),
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve())
        if (child.exitCode !== null || child.signalCode !== null) resolve()
        else child.kill()
      }),
  }
}

/** Its own, and that of the processes it has started (the readers). Pages of files do not count: the system takes them back when others need them. */
export function memoryOf({ pid }: Pick<ChildProcess, 'pid'>): number | undefined {
  const sizes = family(pid).map((each) => /RssAnon:\s+(\d+)/.exec(systemFile(each, 'status'))?.[1])
  const known = sizes.filter((size) => size !== undefined)
  return known.length === 0 ? undefined : known.reduce((sum, size) => sum + Number(size), 0) / 1024
}

/**
 * User and system time in hundredths of a second, and those of processes that have ended: fields 14 to 17. @see `man proc_pid_stat`
 */
export function workOf({ pid }: Pick<ChildProcess, 'pid'>): number | undefined {
  const times = family(pid).map((each) => {
    const fields = systemFile(each, 'stat')
      .replace(/^.*\) /, '')
      .split(' ')
    return fields.length < 15
      ? undefined
      : fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0)
  })
  const known = times.filter((time) => time !== undefined)
  return known.length === 0 ? undefined : known.reduce((sum, time) => sum + time, 0) / 100
}

/** A process and those that it has started. */
export function family(pid = 0): number[] {
  const children = systemFile(pid, `task/${pid}/children`).split(' ').filter(Boolean).map(Number)
  return [pid, ...children.flatMap((child) => family(child))]
}

/** What Linux says of a process; nothing on other systems. */
export function systemFile(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8')
  } catch {
    return ''
  }
}
