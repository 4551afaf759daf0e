/** Years and days as people write them, where the domain is at home. */
import { domain } from '../domain.ts'

const day = new Intl.DateTimeFormat(domain.locale, { dateStyle: 'medium', timeZone: 'UTC' })

/**
 * A day: "14 Mar 2026". The moment is written as it is stored, in UTC: "2026-03-14T09:30:00.000Z". What is none, such as PostgreSQL's
 * `infinity`, stays as it is.
 */
export function dateText(moment: string): string {
  const date = new Date(moment)
  return Number.isNaN(date.getTime()) ? moment : day.format(date)
}

/** A year as people write it: before our era with the letters, since "-1200" looks like a mistake. */
export function yearText(year: number): string {
  return year < 0 ? `${-year} BCE` : String(year)
}

/** The years of a life: "1815–1852", "1929–", "–430 BCE", or nothing where neither is known. */
export function lifeText(birth: number | null, death: number | null): string {
  if (birth === null && death === null) return ''
  return `${birth === null ? '' : yearText(birth)}–${death === null ? '' : yearText(death)}`
}
