/** The thread that hashes passwords. It steps back for everything else on the machine: whoever only reads should not notice. */
import { argon2Sync } from 'node:crypto'
import type { Argon2Parameters } from 'node:crypto'
import { readlinkSync } from 'node:fs'
import { constants, setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'

/** Only Linux gives each thread a priority of its own, and only by its number. @see `man 2 setpriority`, "NOTES" */
function stepBack(): void {
  if (process.platform !== 'linux') return
  try {
    const [number] = readlinkSync('/proc/thread-self').split('/').slice(-1)
    setPriority(Number(number), constants.priority.PRIORITY_LOW)
  } catch {
    // Not every container lets one look or step back. It hashes all the same.
  }
}

stepBack()
parentPort?.on('message', (parameters: Argon2Parameters) => {
  parentPort?.postMessage(argon2Sync('argon2id', parameters))
})
