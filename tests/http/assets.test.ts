/** The style sheets: that each is imported and named after what it is for, and what is sent to the browser; and what follows from the tokens. */
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { ConfigError, projectRoot } from '../../src/config.ts'
import { loadAssets, type Assets } from '../../src/http/assets.ts'
import { favicon } from '../../src/http/icons.ts'
import { drawPng } from '../../src/http/png.ts'
import { coloursIn } from '../../src/http/tokens.ts'

const folder = path.join(projectRoot, 'public', 'styles')
const names = globSync('*.css', { cwd: folder }).map((file) => path.basename(file, '.css'))
const sheets = names.filter((name) => name !== 'index')
const index = readFileSync(path.join(folder, 'index.css'), 'utf8')
const imports = [...index.matchAll(/^@import '\.\/(.+)\.css' layer\((.+)\);$/gm)]

/** The sheets that are no component: what comes before them all, what several share, and other media than the screen. */
const others = ['reset', 'tokens', 'fonts', 'base', 'page', 'chart', 'print', 'forced-colours']

/** The files of src/ui and of its fields, and the components that pages export: `ItemListPage` is `item-list`. */
function components(): Set<string> {
  const found = (pattern: string) => globSync(pattern, { cwd: path.join(projectRoot, 'src') })
  const shared = found('ui/{,fields/}*.tsx').map((file) => path.basename(file, '.tsx'))
  const ofPages = found('features/**/{pages.tsx,pages/**/*.tsx}').flatMap((file) => {
    const text = readFileSync(path.join(projectRoot, 'src', file), 'utf8')
    return [...text.matchAll(/^export (?:function|const) ([A-Z]\w*)/gm)].map((match) => kebab(match[1] ?? ''))
  })
  return new Set([...shared, ...ofPages])
}

function kebab(component: string): string {
  return component
    .replace(/Page$/, '')
    .replaceAll(/(?<!^)[A-Z]/g, '-$&')
    .toLowerCase()
}

describe('The style sheets', () => {
  it('are all imported by index.css, once each', () => {
    expect(imports.map(([, name]) => name).sort()).toEqual(sheets.sort())
  })

  it('are each imported into a layer that index.css puts in order', () => {
    const layers = /^@layer (.+);$/m.exec(index)?.[1]?.split(', ')
    expect(layers).toEqual(['reset', 'tokens', 'base', 'layout', 'components'])
    expect([...new Set(imports.map(([, , layer]) => layer))]).toEqual(layers)
    expect(index.match(/@import/g)).toHaveLength(imports.length)
  })

  it('have the name of a component, or stand in the list of those that are none', () => {
    const known = components()
    expect(sheets.filter((name) => !known.has(name) && !others.includes(name))).toEqual([])
    expect(others.filter((name) => known.has(name) || !sheets.includes(name))).toEqual([])
  })
})

describe('The one style sheet that is sent', () => {
  let assets: Assets
  let sent: string
  beforeAll(async () => {
    assets = await loadAssets()
    sent = Buffer.from(assets.files.get(assets.styles)?.body ?? []).toString()
  })

  it('begins with the order of the layers, and has every sheet in it instead of an import', () => {
    expect(sent).toMatch(/^@layer reset,tokens,base,layout,components;/)
    expect(sent).not.toContain('@import')
    expect(sent.match(/@layer \w+\{/g)?.length).toBe(sheets.length)
  })

  it('names fonts by the addresses at which they are served', () => {
    const fonts = [...sent.matchAll(/url\((.+?)\)/g)].map((match) => match[1] ?? '')
    expect(fonts).toContain('/fonts/libre-franklin-latin.woff2')
    expect(fonts.filter((address) => !assets.files.has(address))).toEqual([])
  })
})

describe('The colours of the tokens', () => {
  const tokens = (accent: string) =>
    ['paper', 'card', 'rule', 'on-accent']
      .map((name) => `  --${name}: light-dark(#FFF, #000102);\n`)
      .join('') + `  --accent: ${accent};\n  --green: light-dark(hsl(120, 50%, 30%), #9f9);\n`

  it.each([
    ['light-dark(#14564a, #e6b768)', '#14564a'],
    ['#abc', '#aabbcc'],
    ['rebeccapurple', '#663399'],
    ['light-dark(rgb(1, 2, 3), rgb(4 5 6))', '#010203'],
    ['light-dark(oklch(0.4 0.1 170), black)', '#005640'],
    ['var(--green)', '#267326'],
    ['light-dark(var(--green), white)', '#267326'],
  ])('--accent: %s is %s in icons', async (written, hex) => {
    const colours = await coloursIn(tokens(written))
    expect(colours).toMatchObject({ accent: hex, paper: '#ffffff', paperAtNight: '#000102' })
    expect(favicon(colours)).toContain(`fill="${hex}"`)
  })

  it.each(['color-mix(in srgb, red, blue)', 'no colour', 'var(--accent)', 'rgb(1 2 3 / 50%)'])(
    '--accent: %s stops the start with a line that names it',
    async (written) => {
      const start = coloursIn(tokens(written))
      await expect(start).rejects.toBeInstanceOf(ConfigError)
      await expect(start).rejects.toThrow(/^public\/styles\/tokens\.css: --accent is "/)
    },
  )

  it('stop the start where one is not there', async () => {
    await expect(coloursIn('')).rejects.toThrow(/tokens\.css: --[\w-]+ is ""/)
  })
})

describe('An icon that is a picture', () => {
  it('is drawn once, and kept', async () => {
    const draw = (await loadAssets()).pictures?.get('/icons/apple-touch-icon.png')
    const first = await draw?.()
    expect(await draw?.()).toBe(first)
    expect(first).toMatchObject({ type: 'image/png', encoded: {} })
  })

  it('is a PNG of its size', () => {
    const png = drawPng(8, '#ffffff', [{ line: [4, 16, 28, 16], width: 8, colour: '#000000' }])
    expect(png.subarray(1, 4).toString()).toBe('PNG')
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([8, 8])
  })
})
