/** Days as fields keep them: `2026-03-29`. */

/** The day so many days from today, in UTC: 0 is today, -1 yesterday. */
export function dayFromToday(offset: number): string {
  const day = new Date()
  day.setUTCDate(day.getUTCDate() + offset)
  return day.toISOString().slice(0, 10)
}
