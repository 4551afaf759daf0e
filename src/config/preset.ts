/** Which preset is tried, and which there are. Read before anything else: a preset's file stands in the place of `src/domain.ts`. */
import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readEnvFile } from './env-file.ts'

const root = resolve(fileURLToPath(import.meta.url), '../../..')
const folder = resolve(root, 'src/presets')

/** The presets, by name: the files of `src/presets`. A project may have thrown them away. */
export function presetNames(): string[] {
  try {
    return readdirSync(folder).flatMap((file) => /^([a-z]\w*)\.ts$/.exec(file)?.slice(1) ?? [])
  } catch {
    return []
  }
}

export function presetFile(name: string): string {
  return resolve(folder, `${name}.ts`)
}

/** What `CROWFOOT_PRESET` says, in the environment or in `.env`; undefined where it says nothing. It may be no preset at all. */
export function chosenPreset(): string | undefined {
  const said = process.env.CROWFOOT_PRESET ?? ofEnvFile()
  return said?.trim() ? said.trim() : undefined
}

function ofEnvFile(): string | undefined {
  try {
    return readEnvFile(readFileSync(resolve(root, '.env')), []).values.CROWFOOT_PRESET
  } catch {
    // Whoever reads the settings says what is wrong with the file.
    return undefined
  }
}

/** What is wrong with the choice, in words that follow the name of a setting; undefined where nothing is. */
export function problemOfPreset(name: string): string | undefined {
  const names = presetNames()
  if (names.includes(name)) return undefined
  return names.length === 0
    ? 'takes the name of a file in src/presets, and there is none'
    : `takes ${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''}`.replace('takes  or', 'takes')
}
