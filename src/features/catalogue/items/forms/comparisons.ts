/** Conditions over two fields that the domain declares, such as "running low": chosen in the address as `is=running_low`. */
import { declaration } from '../../../../declared.ts'
import type { DeclaredName } from '../../../../declared.ts'
import type { DeclaredComparison } from '../../../../fields/home.ts'

const comparisons = Object.entries(declaration.comparisons ?? {})

/** Those over fields that somebody may read: any other is a name that does not exist. */
export function readableComparisons(
  readable: readonly DeclaredName[],
): (readonly [name: string, comparison: DeclaredComparison])[] {
  const mayRead = (name: string) => readable.some((each) => each === name)
  return comparisons.filter(([, { field, atMost }]) => mayRead(field) && mayRead(atMost))
}

/** The comparisons that are chosen. */
export function chosenComparisons(names: readonly string[]) {
  return comparisons.filter(([name]) => names.includes(name))
}
