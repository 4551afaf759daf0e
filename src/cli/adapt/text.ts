/** What `crowfoot adapt` says before it writes anything. */
import { heldBy } from './difference.ts'
import type { Counted, Difference, GivenPermission } from './difference.ts'

export interface Change extends Omit<Difference, 'falling' | 'common'> {
  readonly preset: string
  readonly falling: readonly Counted[]
  /** The names of the types that are added. */
  readonly types: readonly string[]
  readonly given: readonly GivenPermission[]
  readonly taken: readonly GivenPermission[]
  /** What it becomes; undefined where it stays. */
  readonly isPublic: boolean | undefined
}

export function describeChange(change: Change): string {
  const { preset, words, coming, falling, staying, types } = change
  const line = (what: string, items: readonly string[]) =>
    items.length === 0 ? [] : [`  ${what.padEnd(12)} ${items.join(', ')}`]
  const lines = [
    ...line('words', words),
    ...line('new', coming),
    ...line(
      'not in it',
      falling.map(({ neededBy, ...each }) => {
        const stays =
          neededBy === undefined ? '' : `; it stays, since ${neededBy} of src/resources.ts refers to it`
        return `${each.name} (${heldBy(each)}${stays})`
      }),
    ),
    ...line(
      'stays as is',
      staying.map((place) => `${place.at(-1) ?? ''} (the preset's declaration does not fit what is there)`),
    ),
    ...line('new types', types),
    ...describePermissions(change).map((each) => `  ${'rights'.padEnd(12)} ${each}`),
  ]
  return lines.length === 0 ? `The project is what ${preset} says.` : [`To ${preset}:`, ...lines].join('\n')
}

export function describePermissions({ given, taken, isPublic }: Change): string[] {
  return [
    ...byRole(given).map(([role, list]) => `${role} may then also: ${list}`),
    ...byRole(taken).map(([role, list]) => `${role} may no longer: ${list}`),
    ...(isPublic === undefined
      ? []
      : [isPublic ? 'visitors may then read the catalogue' : 'visitors may no longer read the catalogue']),
  ]
}

function byRole(changes: readonly GivenPermission[]): [string, string][] {
  const roles = Map.groupBy(changes, ({ role }) => role)
  return [...roles].map(([role, list]) => [role, list.map(({ permission }) => permission).join(', ')])
}
