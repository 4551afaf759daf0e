/** The guide `change-the-look.md`, followed to the letter; and the icons, the manifest and the frame of the browser follow it. */
import { inflateSync } from 'node:zlib'
import path from 'node:path'
import { expect, inject, it } from 'vitest'
import { domain } from '../../../src/domain.ts'
import { sheetOfLook } from '../../../src/http/look.ts'
import type * as assetsOf from '../../../src/http/assets.ts'
import type * as markOf from '../../../src/ui/mark-shape.ts'
import { asTrial } from '../../fields/trial-project.ts'
import type { TrialProject } from '../../fields/trial-project.ts'
import { cloneProject } from '../../setup/clone.ts'
import { blocksOf } from '../../setup/guide.ts'
import { edit } from './follow.ts'

/** The colours of a PNG of ours, each as `#rrggbb`, at a share of its width and height. */
function pixelsOf(png: Buffer): (across: number, down: number) => string {
  const size = png.readUInt32BE(16)
  const rows = inflateSync(png.subarray(41, 41 + png.readUInt32BE(33)))
  return (across, down) => {
    const at = Math.floor(down * size) * (size * 3 + 1) + 1 + Math.floor(across * size) * 3
    return `#${rows.subarray(at, at + 3).toString('hex')}`
  }
}

/** Where the look says a token again, that one counts. */
async function change(clone: TrialProject, line: string): Promise<void> {
  const named = new RegExp(`^ *${line.trim().slice(0, line.trim().indexOf(':'))}: .*$`, 'm')
  let found = false
  for (const sheet of ['tokens.css', sheetOfLook()].filter((each) => each !== undefined))
    await edit(clone, `public/styles/${sheet}`, (text) => {
      found ||= named.test(text)
      return text.replace(named, line)
    })
  expect([line, found]).toEqual([line, true])
}

it('change-the-look.md does what it says', async () => {
  const clone = asTrial(
    await cloneProject(path.join(inject('runFolder'), `guide-look-${String(process.pid)}`)),
  )
  for (const { language, lines } of await blocksOf('change-the-look.md')) {
    if (language === 'ts')
      await edit(clone, 'src/ui/mark-shape.ts', (text) =>
        text.replace(/(markLines[^]*?= \[\n)[^]*?(^\])/m, `$1${lines.join('\n')}\n$2`),
      )
    else for (const line of lines) await change(clone, line)
  }

  const { loadAssets } = await clone.load<typeof assetsOf>('http/assets.ts')
  const { markPath } = await clone.load<typeof markOf>('ui/mark-shape.ts')
  const assets = await loadAssets()
  const text = (address: string) => Buffer.from(assets.files.get(address)?.body ?? []).toString()
  expect(assets.frame).toEqual({ day: '#f1f4f8', night: '#12161c' })
  expect(text(assets.styles)).toContain('#1d4e89')
  expect(text('/icons/favicon.svg')).toContain('fill="#1d4e89"')
  expect(text('/icons/favicon.svg')).toContain('stroke="#fbfcfe"')
  expect(text('/icons/favicon.svg')).toContain(markPath)
  expect(markPath).toContain('M7 28L25 28')

  const manifest = JSON.parse(text('/site.webmanifest')) as Record<string, unknown> & {
    icons: { src: string }[]
  }
  expect(manifest).toMatchObject({
    name: domain.name,
    description: domain.tagline,
    background_color: '#f1f4f8',
    theme_color: '#1d4e89',
  })
  for (const { src } of manifest.icons)
    expect(assets.files.has(src) || assets.pictures?.has(src), src).toBe(true)

  const drawn = await assets.pictures?.get('/icons/icon-192.png')?.()
  const colourAt = pixelsOf(Buffer.from(drawn?.body ?? []))
  // The ground, the card, and the floor of the house in the middle.
  expect([colourAt(0.02, 0.02), colourAt(0.2, 0.5), colourAt(0.5, 0.71)]).toEqual([
    '#1d4e89',
    '#fbfcfe',
    '#1d4e89',
  ])
})
