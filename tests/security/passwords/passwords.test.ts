/** Password hashes: what is kept, what opens it, and when it is made anew. */
import { describe, expect, it } from 'vitest'
import {
  hashesStarted,
  hashPassword,
  needsRehash,
  oneTimePassword,
  unknownHash,
  verifyPassword,
} from '../../../src/security/passwords/passwords.ts'

describe('a password', () => {
  it('is kept as argon2id with its parameters, and opened by itself alone', async () => {
    const phc = await hashPassword('seven grey herons wading')
    expect(phc).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/)
    expect(await verifyPassword('seven grey herons wading', phc)).toBe(true)
    expect(await verifyPassword('seven grey herons wadinG', phc)).toBe(false)
    expect(await verifyPassword('', phc)).toBe(false)
  })

  it('has another hash each time', async () => {
    expect(await hashPassword('a')).not.toBe(await hashPassword('a'))
  })

  it('is the same however an accent is typed', async () => {
    const phc = await hashPassword('caf\u00e9 au lait')
    expect(await verifyPassword('cafe\u0301 au lait', phc)).toBe(true)
  })

  it('is opened by no text that is not a hash, without an error', async () => {
    for (const damaged of [
      '',
      'none',
      '$argon2id$',
      '$2b$10$abc',
      '$argon2i$v=19$m=16,t=1,p=1$YWJjZGVmZ2g$YWJj',
    ]) {
      expect(await verifyPassword('a', damaged)).toBe(false)
    }
  })
})

describe('a hash', () => {
  it('is made anew when it was made with less', async () => {
    expect(needsRehash(await hashPassword('a'))).toBe(false)
    expect(needsRehash('$argon2id$v=19$m=9216,t=2,p=1$YWJjZGVmZ2hpamtsbW5vcA$YWJj')).toBe(true)
    expect(needsRehash('$argon2id$v=19$m=19456,t=1,p=1$YWJjZGVmZ2hpamtsbW5vcA$YWJj')).toBe(true)
    expect(needsRehash('$2b$10$abc')).toBe(true)
  })

  it('of nobody costs the same work as any other and opens for nothing', async () => {
    const before = hashesStarted()
    expect(await verifyPassword('', unknownHash())).toBe(false)
    expect(hashesStarted()).toBe(before + 1)
    expect(needsRehash(unknownHash())).toBe(false)
  })
})

it('a one-time password has letters that are not mistaken, and is another each time', () => {
  const many = new Set(Array.from({ length: 100 }, oneTimePassword))
  expect(many.size).toBe(100)
  for (const each of many) expect(each).toMatch(/^([a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}$/)
})
