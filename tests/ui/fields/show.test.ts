/** Values of fields as pages show them. */
import { expect, it } from 'vitest'
import * as field from '../../../src/fields/index.ts'
import { showField } from '../../../src/ui/fields/index.tsx'

it.each([
  ['year', -700, '700 BCE'],
  ['year', 1815, '1815'],
  ['year', null, null],
  ['longText', 'Two\nlines', 'Two\nlines'],
  ['longText', undefined, null],
  ['longText', '', null],
] as const)('a field of kind %s that holds %j reads %j', (kind, value, shown) => {
  expect(showField(field[kind]('Field'), value)).toBe(shown)
})
