/** Lets Node load `.tsx` files. It strips types by itself, but knows no JSX: esbuild turns all these files into JavaScript at once. */
import { globSync } from 'node:fs'
import { registerHooks, setSourceMapsSupport } from 'node:module'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'

/** To be called before the first `.tsx` file is imported. `tsconfig.json` says what becomes of JSX. */
export async function loadTsx(): Promise<void> {
  const folder = import.meta.dirname
  const { outputFiles } = await build({
    absWorkingDir: folder,
    entryPoints: globSync('**/*.tsx', { cwd: folder }),
    outdir: folder,
    outExtension: { '.js': '.tsx' },
    write: false,
    sourcemap: 'inline',
  })
  const sources = new Map(outputFiles.map(({ path, contents }) => [pathToFileURL(path).href, contents]))
  // Stacks name the lines that we wrote.
  setSourceMapsSupport(true, { nodeModules: false })
  registerHooks({
    load(url, context, nextLoad) {
      const source = sources.get(url)
      return source ? { format: 'module', source, shortCircuit: true } : nextLoad(url, context)
    },
  })
}
