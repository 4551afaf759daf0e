/**
 * The numbers below barcodes: EAN-13, EAN-8, and UPC-A, whose 12 digits are an EAN-13 without its leading 0.
 * @see https://www.gs1.org/standards/id-keys/gtin and https://www.gs1.org/services/how-calculate-check-digit-manually
 */
import { isMultipleOfTen } from './check-digits.ts'
import { withoutSeparators, wrongLastDigit } from './scheme.ts'
import type { Scheme } from './scheme.ts'

export const ean: Scheme = {
  label: 'EAN or UPC (barcodes)',
  help: () => 'The number below the barcode: 13, 12 or 8 digits.',
  read(folded) {
    const digits = withoutSeparators(
      folded.replace(/^(?:ean|upc|gtin)(?:[ -]?(?:8|12|13|a)(?=[ :]))?:? ?/, ''),
    )
    if (!/^(\d{8}|\d{12}|\d{13})$/.test(digits))
      return { problem: 'is no number of a barcode: that has 13, 12 or 8 digits', fix: 'Count the digits.' }
    if (!isMultipleOfTen(digits)) return wrongLastDigit('number of a barcode')
    return { value: digits.length === 12 ? `0${digits}` : digits }
  },
  show: (_, normal) => (normal.length === 13 && normal.startsWith('0') ? normal.slice(1) : normal),
}
