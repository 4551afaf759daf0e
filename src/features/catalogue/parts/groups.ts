/** Fields under the headings that their declarations name. */
import type { AnyField } from '../../../fields/field.ts'

/** Those without a heading come first, then each heading where its first field stands. */
export function inGroups<Name extends string>(
  fields: readonly (readonly [name: Name, field: AnyField])[],
): [group: string | undefined, fields: (readonly [Name, AnyField])[]][] {
  const groups = new Map<string | undefined, (readonly [Name, AnyField])[]>([[undefined, []]])
  for (const each of fields) {
    const { group } = each[1]
    groups.set(group, [...(groups.get(group) ?? []), each])
  }
  return [...groups]
}
