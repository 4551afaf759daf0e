/** Numbers and moments as people read them, in the language that the domain names. */
import { domain } from '../../domain.ts'

const formats = new Map<string, Intl.NumberFormat>()

/** @param value a number, or an exact decimal as text @param key tells formats with other options apart */
export function localNumber(value: number | string, options: Intl.NumberFormatOptions = {}): string {
  const key = JSON.stringify(options)
  const format = formats.get(key) ?? new Intl.NumberFormat(domain.locale, options)
  formats.set(key, format)
  // A text is formatted digit by digit, without becoming a double.
  return format.format(value as `${number}`)
}

const moment = new Intl.DateTimeFormat(domain.locale, {
  dateStyle: 'long',
  timeStyle: 'short',
  timeZone: 'UTC',
})

/** @param text a moment in UTC, in ISO 8601 */
export const localMoment = (text: string): string => `${moment.format(new Date(text))} UTC`
