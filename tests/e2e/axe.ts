/** What keeps people out of a page, as far as a program can tell: axe, run in the page itself. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { projectRoot } from '../../src/config.ts'

interface Violation {
  id: string
  nodes: { target: unknown[] }[]
}

let script: string | undefined

/** Each rule that the page breaks, with the first elements that break it. */
export async function axeFindings(page: Page): Promise<string[]> {
  script ??= await readFile(join(projectRoot, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8')
  await page.evaluate(script)
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } }
    const { violations } = await axe.run()
    return violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .slice(0, 3)
          .map(({ target }) => String(target))
          .join(', ')}`,
    )
  })
}
