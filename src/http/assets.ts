/** Style sheets, scripts, fonts and icons: read, bundled and coloured once when the server starts, then answered from memory. */
import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { build } from 'esbuild'
import type { OutputFile } from 'esbuild'
import type { Handler } from 'hono'
import { projectRoot } from '../config.ts'
import { sheetOfLook } from './look.ts'
import { drawPicture, favicon, manifest, pictures } from './icons.ts'
import { readColours } from './tokens.ts'
import type { Colours } from './tokens.ts'

interface Asset {
  body: Uint8Array
  type: string
  /** The body made smaller, for browsers that say they understand; text only, pictures and fonts are small already. */
  encoded: Partial<Record<'br' | 'gzip', Uint8Array>>
  etag: string
}

/** Every file by its address below `/assets/` (or at the root, for those that browsers look for there). */
export interface Assets {
  files: ReadonlyMap<string, Asset>
  /** The icons that are pictures. Each is drawn when it is first asked for, so that a start need not wait for it. */
  pictures?: ReadonlyMap<string, () => Promise<Asset>>
  /** The addresses that pages name: they carry a hash of the content, so that a browser may keep the file for ever. */
  styles: string
  script: string
  theme: string
  fonts: string[]
  /** What a browser paints around the page, by day and by night. */
  frame?: { readonly day: string; readonly night: string }
}

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
}

/** The typefaces of the first screen, asked for before the style sheet that names them is read. */
const preloaded = ['brygada-1918-latin.woff2', 'libre-franklin-latin.woff2', 'spline-sans-mono-latin.woff2']

/** Reads `public/`, and bundles its style sheets and the scripts of `src/client`. */
export async function loadAssets(): Promise<Assets> {
  const [files, colours, styles, script, theme] = await Promise.all([
    filesAsTheyAre(),
    readColours(),
    bundleStyles(),
    bundleScript('main.ts', 'main.js', 'esm'),
    bundleScript('theme-early.ts', 'theme.js', 'iife'),
  ])
  const add = ({ address, made }: Bundle): string => {
    files.set(address, made)
    return address
  }
  files.set('/icons/favicon.svg', await asset(Buffer.from(favicon(colours)), '.svg'))
  files.set('/site.webmanifest', await asset(Buffer.from(manifest(colours)), '.webmanifest'))
  return {
    files,
    pictures: new Map(Object.keys(pictures).map((address) => [address, drawnOnce(address, colours)])),
    frame: { day: colours.paper, night: colours.paperAtNight },
    styles: add(styles),
    script: add(script),
    theme: add(theme),
    fonts: [...files.keys()].filter((name) => preloaded.some((each) => name.endsWith(each))),
  }
}

async function filesAsTheyAre(): Promise<Map<string, Asset>> {
  const folder = join(projectRoot, 'public')
  const names = (await filesBelow(folder)).filter((name) => !name.endsWith('.css') && extname(name) in types)
  const read = async (name: string) =>
    [`/${name}`, await asset(await readFile(join(folder, name)), extname(name))] as const
  return new Map(await Promise.all(names.map(read)))
}

function drawnOnce(address: string, colours: Colours): () => Promise<Asset> {
  let drawn: Promise<Asset> | undefined
  return () => (drawn ??= asset(drawPicture(address, colours), '.png'))
}

interface Bundle {
  address: string
  made: Asset
}

const bundling = { bundle: true, minify: true, write: false, target: 'es2022' } as const

async function bundleStyles(): Promise<Bundle> {
  const sheets = ['index.css', sheetOfLook()].filter((sheet) => sheet !== undefined)
  const contents = sheets.map((sheet) => `@import './${sheet}';`).join('\n')
  const resolveDir = join(projectRoot, 'public', 'styles')
  // Fonts keep their addresses: they are served from `public/`, and pages name them before the style sheet does.
  const result = await build({
    ...bundling,
    stdin: { contents, resolveDir, loader: 'css' },
    external: ['/fonts/*'],
  })
  return bundle('styles.css', result.outputFiles)
}

async function bundleScript(file: string, name: string, format: 'esm' | 'iife'): Promise<Bundle> {
  const entry = join(projectRoot, 'src', 'client', file)
  const result = await build({ ...bundling, entryPoints: [entry], format, legalComments: 'none' })
  return bundle(name, result.outputFiles)
}

async function bundle(name: string, [output]: OutputFile[]): Promise<Bundle> {
  const made = await asset(output?.contents ?? new Uint8Array(), extname(name))
  return { address: `/assets/${name.replace('.', `.${made.etag.slice(1, 13)}.`)}`, made }
}

async function asset(body: Uint8Array, extension: string): Promise<Asset> {
  const type = types[extension] ?? 'application/octet-stream'
  const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 24)}"`
  const encoded = /text|svg|json/.test(type)
    ? {
        br: await promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
        gzip: await promisify(gzip)(body, { level: 9 }),
      }
    : {}
  return { body, type, encoded, etag }
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
}

/** Answers an asset by its address; other addresses go on to the routes. */
export function serveAssets(assets: Assets): Handler {
  return async (c, next) => {
    const found = assets.files.get(c.req.path) ?? (await assets.pictures?.get(c.req.path)?.())
    if (!found || (c.req.method !== 'GET' && c.req.method !== 'HEAD')) return next()
    const hashed = c.req.path.startsWith('/assets/') || c.req.path.endsWith('.woff2')
    c.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'public, max-age=3600')
    c.header('etag', found.etag)
    c.header('vary', 'accept-encoding')
    if (c.req.header('if-none-match') === found.etag) return c.body(null, 304)
    const accepted = c.req.header('accept-encoding') ?? ''
    const encoding = (['br', 'gzip'] as const).find((each) => accepted.includes(each) && found.encoded[each])
    c.header('content-type', found.type)
    if (encoding) c.header('content-encoding', encoding)
    return c.body((encoding ? found.encoded[encoding] : found.body) as Uint8Array<ArrayBuffer>)
  }
}
