/** Joins the names of CSS classes, leaving out those whose condition does not hold. */
export function classNames(...names: readonly (string | false | undefined)[]): string {
  return names.filter(Boolean).join(' ')
}
