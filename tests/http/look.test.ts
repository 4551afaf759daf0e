/** Each look is a sheet of its own, and says nothing but what the tokens know. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, it } from 'vitest'
import { projectRoot } from '../../src/config.ts'
import type { Domain } from '../../src/fields/domain.ts'
import { sheetOfLook } from '../../src/http/look.ts'
import { coloursIn } from '../../src/http/tokens.ts'
import { domain as archive } from '../../src/presets/archive.ts'
import { domain as inventory } from '../../src/presets/inventory.ts'
import { domain as library } from '../../src/presets/library.ts'
import { domain as media } from '../../src/presets/media.ts'
import { domain as tasks } from '../../src/presets/tasks.ts'

const presets: Readonly<Record<string, Domain>> = { library, inventory, tasks, media, archive }
const read = (sheet: string) => readFile(path.join(projectRoot, 'public', 'styles', sheet), 'utf8')
const namesIn = (css: string) => [...css.matchAll(/^\s*(--[\w-]+):/gm)].map(([, name]) => name)

async function textOf({ home }: Domain): Promise<string> {
  const sheet = sheetOfLook(home)
  return sheet === undefined ? '' : read(sheet)
}

it.each(Object.entries(presets))('the sheet of %s names tokens, and no other', async (_, domain) => {
  const known = namesIn(await read('tokens.css'))
  expect(known).toEqual(expect.arrayContaining(namesIn(await textOf(domain))))
})

it('the icons and the frame of the browser have the colours of the look: five projects, five colours', async () => {
  const tokens = await read('tokens.css')
  const colours = await Promise.all(
    Object.values(presets).map(async (domain) => coloursIn(`${await textOf(domain)}\n${tokens}`)),
  )
  expect(new Set(colours.map(({ accent }) => accent)).size).toBe(5)
  expect(new Set(colours.map(({ paper }) => paper)).size).toBe(5)
})
