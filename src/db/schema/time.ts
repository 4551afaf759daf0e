/** The present moment, as it is stored. */
import type { Instant } from '../../fields/utc-time.ts'

export function now(): Instant {
  return new Date().toISOString()
}
