/** Years and days as people write them. */

/** A day: "14 March 2026". The time is UTC, as it is stored. */
export function dateText(moment: string): string {
  return days.format(new Date(moment))
}

// Made once: to look up a language takes longer than to format a hundred days in it.
const days = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
})

/** A year as people write it: before our era with the letters, since "-1200" looks like a mistake. */
export function yearText(year: number): string {
  return year < 0 ? `${-year} BCE` : String(year)
}

/** The years of a life: "1815–1852", "1929–", "–430 BCE", or nothing where neither is known. */
export function lifeText(birth: number | null, death: number | null): string {
  if (birth === null && death === null) return ''
  return `${birth === null ? '' : yearText(birth)}–${death === null ? '' : yearText(death)}`
}
