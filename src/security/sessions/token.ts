/** The secret in a session's cookie, and what is kept of it. */
import { createHash, randomBytes } from 'node:crypto'

/** 256 random bits as 43 letters that a cookie may hold: nobody guesses one. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/** What the database keeps: a stolen copy of the table opens no session, for the token cannot be computed from this. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/** Whether a cookie's text could be a token at all; anything else is not looked up. */
export function isToken(text: string | undefined): text is string {
  return text !== undefined && /^[\w-]{43}$/.test(text)
}
