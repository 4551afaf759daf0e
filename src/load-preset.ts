/** Tries a preset: with `CROWFOOT_PRESET=inventory` the file `src/presets/inventory.ts` stands in the place of `src/domain.ts`. */
import { registerHooks } from 'node:module'
import { pathToFileURL } from 'node:url'
import { chosenPreset, presetFile, problemOfPreset } from './config/preset.ts'

/** To be called before the first file is imported that imports `domain.ts`. Where the preset is unknown, `readConfig` says so. */
export function loadPreset(): void {
  const name = chosenPreset()
  if (name === undefined || problemOfPreset(name) !== undefined) return
  replaceDomain(presetFile(name))
}

/** From now on whoever imports `domain.ts` gets this file. */
export function replaceDomain(file: string): void {
  const domain = new URL('domain.ts', import.meta.url).href
  const { href } = pathToFileURL(file)
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const found = nextResolve(specifier, context)
      return found.url === domain ? { ...found, url: href } : found
    },
  })
}
