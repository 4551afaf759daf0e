/** The words of permissions tell the truth: which of them are asked for by nothing yet. */
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { permissionGroups, unasked } from '../../src/security/permission-words.ts'
import { permissions } from '../../src/security/viewer.ts'

const src = path.resolve(import.meta.dirname, '../../src')
const naming = /(viewer|permission-words)\.ts$|migrations/
const code = globSync('**/*.{ts,tsx}', { cwd: src })
  .filter((file) => !naming.test(file))
  .map((file) => readFileSync(path.join(src, file), 'utf8'))
  .join('\n')

it.each(permissions)('%s is marked where nothing asks for it', (name) => {
  expect(unasked.has(name)).toBe(!code.includes(`'${name}'`))
  const [, words = ''] =
    permissionGroups.flatMap((group) => group.permissions).find(([each]) => each === name) ?? []
  expect(words.endsWith('(no page asks for it yet)')).toBe(unasked.has(name))
})
