/** The icons of the site and the manifest that lists them: the mark of `src/ui/mark-shape.ts` in the colours of the tokens. */
import { domain } from '../domain.ts'
import { markLines, markPath } from '../ui/mark-shape.ts'
import { drawPng } from './png.ts'
import type { DrawnShape } from './png.ts'
import type { Colours } from './tokens.ts'

/** The icon of a tab, small: the mark alone. */
export function favicon({ accent, onAccent }: Colours): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
  <rect width="32" height="32" rx="4" fill="${accent}"/>
  <path transform="translate(1.6 1.15) scale(0.9)" d="${markPath}" fill="none" stroke="${onAccent}" stroke-width="3.6" stroke-linecap="round"/>
</svg>
`
}

/** Icons of home screens. Of a maskable one the system cuts off the edges, so its card is smaller (W3C, Web App Manifest). */
export const pictures: Readonly<Record<string, { size: number; card: number; maskable?: true }>> = {
  '/icons/apple-touch-icon.png': { size: 180, card: 25.2 },
  '/icons/icon-192.png': { size: 192, card: 25.2 },
  '/icons/icon-512.png': { size: 512, card: 25.2 },
  '/icons/icon-maskable-512.png': { size: 512, card: 20.7, maskable: true },
}

/** A card of the catalogue with the mark on it. */
export function drawPicture(address: string, { accent, card: paper, rule }: Colours): Buffer {
  const picture = pictures[address]
  if (picture === undefined) throw new Error(`There is no picture ${address}.`)
  const { size, card } = picture
  const onCard = (x: number, y: number) => [16 + (x - 16) * (card / 32), 16 + (y - 16) * (card / 32)] as const
  const line = (x1: number, y1: number, x2: number, y2: number) =>
    [...onCard(x1, y1), ...onCard(x2, y2)] as const
  // The mark stands below the middle, under the line at the head of the card.
  const onMark = (x: number, y: number) => [16 + (x - 16) * 0.64, 17.2 + (y - 16.5) * 0.64] as const
  const shapes: DrawnShape[] = [
    { square: card, corner: card / 50, colour: paper },
    { line: line(3, 4.6, 29, 4.6), width: card / 55, colour: rule },
    ...markLines.map(([x1, y1, x2, y2]) => ({
      line: line(...onMark(x1, y1), ...onMark(x2, y2)),
      width: card / 16,
      colour: accent,
    })),
  ]
  return drawPng(size, accent, shapes)
}

/** What a browser needs to know to put the site on a home screen. */
export function manifest({ paper, accent }: Colours): string {
  const drawn = Object.entries(pictures).flatMap(([src, { size, maskable }]) =>
    size < 192
      ? []
      : { src, sizes: `${size}x${size}`, type: 'image/png', ...(maskable && { purpose: 'maskable' }) },
  )
  return JSON.stringify({
    name: domain.name,
    short_name: domain.name,
    description: domain.tagline,
    start_url: '/',
    scope: '/',
    display: 'standalone',
    background_color: paper,
    theme_color: accent,
    icons: [{ src: '/icons/favicon.svg', sizes: 'any', type: 'image/svg+xml' }, ...drawn],
  })
}
