/** The two ways in which identifiers end in a digit that is worked out from the others. */

/**
 * Weights 1 and 3 in turn, so that the weight of the last digit is 1; the sum is a multiple of ten.
 * @see https://www.gs1.org/services/how-calculate-check-digit-manually
 */
export function isMultipleOfTen(digits: string): boolean {
  const sum = [...digits]
    .reverse()
    .reduce((so, digit, place) => so + Number(digit) * (place % 2 === 0 ? 1 : 3), 0)
  return sum % 10 === 0
}

/** @param digits all but the last. @returns the digit that makes `isMultipleOfTen` true */
export function lastOfTen(digits: string): string {
  return [...'0123456789'].find((last) => isMultipleOfTen(digits + last)) ?? ''
}

/** Weights 1, 2, 3 ... from the end; an `x` at the end is ten; the sum is a multiple of eleven. */
export function isMultipleOfEleven(digits: string): boolean {
  const values = [...digits].reverse().map((digit) => (digit === 'x' ? 10 : Number(digit)))
  return values.reduce((so, value, place) => so + value * (place + 1), 0) % 11 === 0
}
