/** The thread that hashes passwords. */
import { argon2Sync } from 'node:crypto'
import type { Argon2Parameters } from 'node:crypto'
import { readlinkSync } from 'node:fs'
import { constants, setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'

/**
 * Gives this thread the lowest priority, so that whoever reads waits less. Only Linux gives each thread a priority of its own, by its number.
 * @see `man 2 setpriority`, "NOTES"
 */
function lowerPriority(): void {
  if (process.platform !== 'linux') return
  try {
    const [number] = readlinkSync('/proc/thread-self').split('/').slice(-1)
    setPriority(Number(number), constants.priority.PRIORITY_LOW)
  } catch {
    // Not every container lets a thread look at itself. It hashes all the same.
  }
}

lowerPriority()
parentPort?.on('message', (parameters: Argon2Parameters) => {
  parentPort?.postMessage(argon2Sync('argon2id', parameters))
})
