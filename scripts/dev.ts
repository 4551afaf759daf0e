/**
 * `npm run dev`: the server, started again whenever a file of the program changes.
 * The server is told so by CROWFOOT_DEV, and prints a login for development. Ctrl-C stops both.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { watch } from 'node:fs'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '..')
/** Editors write one file in several steps; what happens within this many milliseconds is one change. */
const settle = 150
/** How long a server may take to finish its last requests before it is ended, in milliseconds. */
const patience = 5_000

let server: ChildProcess | undefined
let stopping = false

function start(): void {
  const child = spawn(process.execPath, ['src/server.ts'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, CROWFOOT_DEV: '1' },
  })
  server = child
  child.on('exit', (code) => {
    if (server === child) server = undefined
    if (code !== 0 && code !== null && !stopping)
      console.log('The server stopped. It starts again when a file changes.')
  })
}

/** Asks the server to stop and waits until its port is free again. */
async function stop(): Promise<void> {
  const child = server
  if (child === undefined) return
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill('SIGTERM')
  const impatient = setTimeout(() => child.kill('SIGKILL'), patience)
  await ended
  clearTimeout(impatient)
}

let restarting = false

async function restart(): Promise<void> {
  // What changes while the old server stops is in the new one anyway.
  if (restarting) return
  restarting = true
  await stop()
  restarting = false
  if (!stopping) start()
}

let timer: NodeJS.Timeout | undefined
function changed(file: string | null): void {
  clearTimeout(timer)
  timer = setTimeout(() => {
    console.log(`\n${file ?? 'A file'} changed: starting again.`)
    void restart()
  }, settle)
}

for (const folder of ['src', 'public']) {
  watch(path.join(root, folder), { recursive: true }, (_event, file) => changed(file))
}
// The folder rather than the file: an editor may replace a file by a new one, and .env may come later.
watch(root, (_event, file) => {
  if (file === '.env') changed(file)
})

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // A second Ctrl-C does not wait.
    if (stopping) process.exit(1)
    stopping = true
    void stop().then(() => process.exit(0))
  })
}

start()
