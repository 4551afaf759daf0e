/** Tables of Markdown, and numbers in their cells. */

/** What was not measured, such as a page that no request got through to, has no figure. */
export const known = (number: number, text: string) => (Number.isFinite(number) ? text : '–')
export const whole = (number: number) => known(number, Math.round(number).toLocaleString('en'))
export const fine = (number: number, digits = 1) =>
  number < 10 ? known(number, number.toFixed(digits)) : whole(number)
export const percent = (share: number) => known(share, `${Math.round(share * 100)}%`)

/** The first three columns are words, all others numbers. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map((_, index) => (index < 3 ? '---' : '---:'))), ...rows.map(line)]
}
