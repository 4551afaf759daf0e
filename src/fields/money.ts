/** A field that holds an exact amount of money. */
import type { OptionsWith } from './field.ts'
import { exactNumber } from './decimal.ts'

export interface MoneyOptions extends OptionsWith<string> {
  /** Three letters of ISO 4217: `EUR`. */
  currency: string
  /** The least and the most, as text: `'0'`. */
  min?: string | number
  max?: string | number
}

export function moneyField(label: string, options: MoneyOptions) {
  const decimals = decimalsOf(options.currency)
  return { kind: 'money' as const, label, ...options, decimals, ...exactNumber({ decimals, ...options }) }
}

/** Yen have none, dinars three. What is no currency stops the start (see `declaration.ts`). */
function decimalsOf(currency: string): number {
  if (!/^[a-z]{3}$/i.test(currency)) return 2
  const format = new Intl.NumberFormat('en', { style: 'currency', currency })
  return format.resolvedOptions().maximumFractionDigits ?? 2
}
