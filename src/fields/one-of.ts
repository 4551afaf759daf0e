/** The rule of a field that refers to one row: one name at most. */
import type { Checked, NameRef } from '../rules/checks.ts'

type ReadNames = (sent: readonly string[]) => Checked<NameRef[]>

export const oneOf =
  (read: ReadNames): ReadNames =>
  (sent) => {
    const { value, ...wrong } = read(sent)
    if (value === undefined) return wrong as { problem: string }
    return value.length > 1 ? { problem: 'takes one name', fix: 'Leave the others out.' } : { value }
  }
