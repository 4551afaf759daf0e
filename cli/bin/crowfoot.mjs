#!/usr/bin/env node
/**
 * The `crowfoot` command. It sees to it that Node 26 runs it, and hands over to src/cli/main.ts.
 * Plain JavaScript in plain syntax: this one file is also read by an older Node.
 */
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const self = fileURLToPath(import.meta.url)
const root = path.resolve(path.dirname(self), '../..')

/** The Node that `npm ci` brought along; the packages' names are those of package.json's optionalDependencies. */
function ownNode() {
  const require = createRequire(import.meta.url)
  const system = process.platform === 'win32' ? 'win' : process.platform
  for (const name of [`node-${system}-${process.arch}`, `node-bin-${system}-${process.arch}`]) {
    try {
      const folder = path.dirname(require.resolve(`${name}/package.json`))
      return path.join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
    } catch {
      // Not this one.
    }
  }
  return undefined
}

if (Number.parseInt(process.versions.node, 10) < 26) {
  const node = ownNode()
  if (node === undefined) {
    console.error(
      `crowfoot: needs Node 26, and this is ${process.version}. Run "npm ci" in ${root}, which brings it along.`,
    )
    process.exit(1)
  }
  const { status, signal, error } = spawnSync(node, [self, ...process.argv.slice(2)], { stdio: 'inherit' })
  if (error) console.error(`crowfoot: cannot start ${node}: ${error.message}`)
  process.exit(status ?? (signal ? 128 + (os.constants.signals[signal] ?? 0) : 1))
}

// What V8 has compiled is kept in the system's folder for temporary files, and the next command is quicker.
;(await import('node:module')).enableCompileCache()
const { main } = await import(pathToFileURL(path.join(root, 'src/cli/main.ts')).href)
process.exitCode = await main(process.argv.slice(2))
