/** The thread that hashes passwords. It steps back for everything else on the machine. */
import { execFileSync } from 'node:child_process'
import { argon2Sync } from 'node:crypto'
import type { Argon2Parameters } from 'node:crypto'
import { readlinkSync } from 'node:fs'
import { constants, setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'

/**
 * Only Linux gives each thread a priority of its own, and only by its number. Even with the lowest one it goes on to the end of its
 * turn, about 3 ms, when another thread wakes up. In the idle class it is interrupted at once.
 * @see `man 2 setpriority`, "NOTES"; `man 7 sched`, "SCHED_IDLE"; `man 1 chrt`
 */
function stepBack(): void {
  if (process.platform !== 'linux') return
  try {
    const [number = ''] = readlinkSync('/proc/thread-self').split('/').slice(-1)
    setPriority(Number(number), constants.priority.PRIORITY_LOW)
    if (workerData === 'idle') execFileSync('chrt', ['-i', '-p', '0', number], { stdio: 'ignore' })
  } catch {
    // Not every container has `chrt`, or lets one look or step back. It hashes all the same.
  }
}

stepBack()
parentPort?.on('message', (parameters: Argon2Parameters) => {
  parentPort?.postMessage(argon2Sync('argon2id', parameters))
})
