/** A guide in pieces: its blocks of code, to be carried out as the page says. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'

const guides = path.resolve(import.meta.dirname, '../../docs/guides')

export interface Block {
  language: string
  /** The words before it, from the block before. */
  before: string
  lines: string[]
}

export async function blocksOf(guide: string): Promise<Block[]> {
  const page = await readFile(path.join(guides, guide), 'utf8')
  let from = 0
  return [...page.matchAll(/^```(\w*)\n([^]*?)^```/gm)].map((found) => {
    const [all, language = '', code = ''] = found
    const before = page.slice(from, found.index)
    from = found.index + all.length
    return { language, before, lines: code.trimEnd().split('\n') }
  })
}
