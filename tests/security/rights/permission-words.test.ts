/** The words of permissions tell the truth: which of them are asked for by nothing yet. */
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { permissionGroups, unasked } from '../../../src/security/rights/permission-words.ts'
import { permissions } from '../../../src/rules/permissions.ts'

const src = path.resolve(import.meta.dirname, '../../../src')
// An import is asked for its permission, but only the command line makes one so far. What a preset declares is not what this project does.
const naming = /(rules\/permissions|permission-words)\.ts$|migrations|transfer\/commands|^cli\/|^presets\//
const code = globSync('**/*.{ts,tsx}', { cwd: src })
  .filter((file) => !naming.test(file))
  .map((file) => readFileSync(path.join(src, file), 'utf8'))
  .join('\n')

it.each(permissions)('%s is shown where a page asks for it, and only there', (name) => {
  const shown = permissionGroups.flatMap((group) => group.permissions).some(([each]) => each === name)
  expect(shown).toBe(code.includes(`'${name}'`))
  expect(unasked.has(name)).toBe(!shown)
})
