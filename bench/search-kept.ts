/** How much memory the search takes: that of its process, and what of it are arrays and words. */
import { spawn } from 'node:child_process'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { projectRoot } from '../src/config.ts'
import type { InMemory } from './search-memory.ts'
import type { SearchPages } from './search-pages.ts'
import { family, memoryOf, systemFile } from './server.ts'
import type { Started } from './server.ts'

/** Of the process that answers searches, in MB; pages of files do not count. */
export function memoryOfSearch({ pid }: Started): number {
  const search = family(pid).find((each) => systemFile(each, 'cmdline').includes('search-process'))
  return (search !== undefined && memoryOf({ pid: search })) || NaN
}

export async function inMemory(url: string, { kinds }: SearchPages): Promise<InMemory> {
  const misspelt = kinds.find(({ name }) => name === 'a misspelt word')?.paths ?? []
  const words = misspelt.map((each) => new URLSearchParams(each.split('?')[1]).get('q'))
  const file = path.join(projectRoot, 'bench/search-memory.ts')
  const child = spawn(process.execPath, ['--expose-gc', '--import', 'tsx', file, url], { cwd: projectRoot })
  child.stderr.resume()
  child.stdin.end(JSON.stringify(words))
  return JSON.parse(await text(child.stdout)) as InMemory
}
