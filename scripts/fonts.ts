/**
 * Cuts the typefaces down to what the pages need and writes them to public/fonts.
 * Run it after updating a font package: `npx tsx scripts/fonts.ts`. What it writes is committed, so nobody else has to.
 */
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import subsetFont from 'subset-font'

interface Face {
  readonly package: string
  /** The heights of the stems that the style sheets use; the rest of the range is left out. */
  readonly weights: { readonly min: number; readonly max: number }
  /** Which letters go into the file that every page loads. */
  readonly basic: string
}

const ascii = letters([[0x20, 0x7e]])
/** Western European letters, and the punctuation of titles and of the interface. */
const western = ascii + letters([[0xa0, 0xff]]) + 'ıŒœ–—‘’‚“”„†‡•…‰′″‹›€™−'
/** The letters of Polish, Czech, Turkish, Romanian and their neighbours: loaded only where one of them stands. */
const extended =
  letters([
    [0x100, 0x17f],
    [0x218, 0x21b],
  ]) + 'ƒẞẀẁẂẃẄẅỲỳ'

const faces: readonly Face[] = [
  { package: 'brygada-1918', weights: { min: 400, max: 700 }, basic: western },
  { package: 'libre-franklin', weights: { min: 400, max: 700 }, basic: western },
  { package: 'spline-sans-mono', weights: { min: 400, max: 600 }, basic: ascii + ' §©«°±·»×–—‘’“”…−' },
]

const root = path.join(import.meta.dirname, '..')
const target = path.join(root, 'public', 'fonts')
await mkdir(target, { recursive: true })
for (const face of faces) {
  await cut(face, 'latin', face.basic)
  if (face.basic === western) await cut(face, 'latin-ext', extended)
  const licence = path.join(root, 'node_modules', '@fontsource-variable', face.package, 'LICENSE')
  await copyFile(licence, path.join(target, `${face.package}-OFL.txt`))
}

/** Writes one file of one face and says how large it became. */
async function cut(face: Face, part: 'latin' | 'latin-ext', text: string): Promise<void> {
  const file = `${face.package}-${part}-wght-normal.woff2`
  const whole = await readFile(
    path.join(root, 'node_modules', '@fontsource-variable', face.package, 'files', file),
  )
  const small = await subsetFont(whole, text, {
    targetFormat: 'woff2',
    variationAxes: { wght: face.weights },
  })
  const name = `${face.package}-${part}.woff2`
  await writeFile(path.join(target, name), small)
  console.log(`${name} ${(small.length / 1024).toFixed(1)} KB (was ${(whole.length / 1024).toFixed(1)} KB)`)
}

/** Every character of some ranges of code points, both ends included. */
function letters(ranges: readonly (readonly [number, number])[]): string {
  return ranges
    .flatMap(([from, to]) =>
      Array.from({ length: to - from + 1 }, (_, index) => String.fromCodePoint(from + index)),
    )
    .join('')
}
