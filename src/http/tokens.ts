/** The colours of the tokens that stand outside the style sheets: in the head of a page, in the manifest and in the icons. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { transform } from 'esbuild'
import { ConfigError, projectRoot } from '../config.ts'
import { sheetOfLook } from './look.ts'

/** Each as `#rrggbb`. */
export interface Colours {
  paper: string
  paperAtNight: string
  card: string
  rule: string
  accent: string
  onAccent: string
}

export async function readColours(): Promise<Colours> {
  // What the look says wins over the tokens.
  const sheets = [sheetOfLook(), 'tokens.css'].filter((sheet) => sheet !== undefined)
  const texts = sheets.map((sheet) => readFile(join(projectRoot, 'public', 'styles', sheet), 'utf8'))
  return coloursIn((await Promise.all(texts)).join('\n'))
}

/** @throws ConfigError naming the token that is not there, or is no plain colour */
export async function coloursIn(tokens: string): Promise<Colours> {
  const [paper, paperAtNight, card, rule, accent, onAccent] = await Promise.all([
    hexOf('paper', tokens, 'day'),
    hexOf('paper', tokens, 'night'),
    hexOf('card', tokens, 'day'),
    hexOf('rule', tokens, 'day'),
    hexOf('accent', tokens, 'day'),
    hexOf('on-accent', tokens, 'day'),
  ])
  return { paper, paperAtNight, card, rule, accent, onAccent }
}

async function hexOf(name: string, tokens: string, when: 'day' | 'night'): Promise<string> {
  const written = new RegExp(`^\\s*--${name}:\\s*([^;]+);`, 'm').exec(tokens)?.[1] ?? ''
  const [, day, night] =
    /^light-dark\(((?:[^(),]|\([^()]*\))+),((?:[^(),]|\([^()]*\))+)\)$/.exec(written) ?? []
  const chosen = ((when === 'day' ? day : night) ?? written).trim()
  const another = /^var\(--([\w-]+)\)$/.exec(chosen)?.[1]
  if (another !== undefined && another !== name) return hexOf(another, tokens, when)
  // For an old browser esbuild writes every colour as a hexadecimal number, also hsl(), oklch() and names.
  const { code } = await transform(`a{color:${chosen}}`, { loader: 'css', target: 'chrome60', minify: true })
  const hex = /color:#(\w{6}|\w{3})\b/.exec(code)?.[1]
  if (hex === undefined)
    throw new ConfigError(
      `public/styles/tokens.css: --${name} is "${chosen}". Icons and the browser's frame need a plain colour such as #14564a.`,
    )
  return hex.length === 6 ? `#${hex}` : `#${[...hex].map((digit) => digit + digit).join('')}`
}
