/** Tells how long ago something was, in the largest unit that fits. */

const units: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number])[] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
]

/** "3 minutes ago", "yesterday"; undefined for what is more than a week away, which a date tells better. */
export function timeAgo(time: Date, now: Date): string | undefined {
  const seconds = (time.getTime() - now.getTime()) / 1000
  if (Number.isNaN(seconds) || Math.abs(seconds) > 7 * 86_400) return undefined
  const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
  for (const [unit, length] of units) {
    if (Math.abs(seconds) >= length) return words.format(Math.round(seconds / length), unit)
  }
  return 'just now'
}
