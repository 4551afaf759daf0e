/** A refusal says why in sentences, and has a status and a code that stay the same. */
import { expect, it } from 'vitest'
import { Refusal } from '../../src/rules/refusal.ts'

it('is 422 unless it says otherwise, and its message is a line for each problem', () => {
  const refusal = new Refusal([
    { field: 'name', message: 'There is one of this name.' },
    { message: 'Try again.' },
  ])
  expect(refusal).toMatchObject({ name: 'Refusal', status: 422, code: 'invalid', details: {} })
  expect(refusal.message).toBe('There is one of this name.\nTry again.')
})

it('has the code of its status, or one of its own', () => {
  expect(new Refusal({ message: 'Gone.' }, { status: 404 }).code).toBe('not found')
  expect(new Refusal({ message: 'Used.' }, { status: 409, code: 'in use' })).toMatchObject({
    status: 409,
    code: 'in use',
  })
})
