/** Passwords: hashed with argon2id, kept as a PHC string that names its parameters, checked one at a time. */
import { randomBytes, randomInt, timingSafeEqual } from 'node:crypto'
import type { Argon2Parameters } from 'node:crypto'
import { Queue } from './queue.ts'
import { Thread } from './thread.ts'

/** A hash takes a core and 19 MiB for a twentieth of a second: one at a time leaves the rest of the machine to the catalogue. */
const queue = new Queue({ longest: 40, retryAfter: 5 })
const thread = new Thread<Argon2Parameters, Uint8Array>(new URL('./hash-worker.ts', import.meta.url), {
  name: 'crowfoot-hashes',
  timeout: 15_000,
  idleTimeout: 600_000,
})
let started = 0

function derive(parameters: Argon2Parameters): Promise<Uint8Array> {
  return queue.run(() => {
    started++
    return thread.ask(parameters)
  })
}

/** @throws HTTPException 503 when so many wait for a hash that one more would not get it soon */
export function refuseWhenBusy(): void {
  queue.refuseWhenFull()
}

/** How many hashes this process has begun: the measure by which tests compare the steps of two sign-ins. */
export function hashesStarted(): number {
  return started
}

/**
 * What a hash costs: 19 MiB of memory, two passes.
 * @see https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html
 */
const cost = { memory: 19456, passes: 2, parallelism: 1 }
const tagLength = 32

/** @returns `$argon2id$v=19$m=19456,t=2,p=1$salt$hash` (the PHC string format) */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16)
  const tag = await derive({ message: password.normalize('NFC'), nonce, tagLength, ...cost })
  return phcText(nonce, tag)
}

function phcText(nonce: Uint8Array, tag: Uint8Array): string {
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${base64(nonce)}$${base64(tag)}`
}

/** Whether this is the password behind the hash. Takes as long for a wrong one as for the right one. */
export async function verifyPassword(password: string, phc: string): Promise<boolean> {
  const found = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(phc)
  if (!found) return false
  const [, memory, passes, parallelism, salt = '', hash = ''] = found
  const expected = Buffer.from(hash, 'base64')
  const tag = await derive({
    message: password.normalize('NFC'),
    nonce: Buffer.from(salt, 'base64'),
    tagLength: expected.length,
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
  })
  return timingSafeEqual(tag, expected)
}

/** Whether a hash was made with less than we ask for today: its owner's next sign-in makes a new one. */
export function needsRehash(phc: string): boolean {
  const [, memory = 0, passes = 0, parallelism = 0] =
    /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$/.exec(phc) ?? []
  return (
    Number(memory) < cost.memory || Number(passes) < cost.passes || Number(parallelism) < cost.parallelism
  )
}

/** What is checked where there is no account: a hash like any other, of a password that nobody has. */
export function unknownHash(): string {
  unknown ??= phcText(randomBytes(16), randomBytes(tagLength))
  return unknown
}
let unknown: string | undefined

const letters = 'abcdefghjkmnpqrstuvwxyz23456789'

/** A password for one use, easy to copy by hand: four groups of four without letters that look alike (about 78 bits). */
export function oneTimePassword(): string {
  const group = () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('')
  return [group(), group(), group(), group()].join('-')
}

/** A one-time password is copied from a list or a message, at times with a space beside it: without that. Any other text stays as it is. */
export function trimOneTimePassword(text: string): string {
  const isOne = new RegExp(`^[${letters}]{4}(-[${letters}]{4}){3}$`).test(text.trim())
  return isOne ? text.trim() : text
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replace(/=+$/, '')
}
