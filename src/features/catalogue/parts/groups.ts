/** Fields under the headings that their declarations name. */

/** Those without a heading come first, then each heading where its first field stands. */
export function inGroups<Name, Field extends { readonly group?: string }>(
  fields: readonly (readonly [name: Name, field: Field])[],
): [group: string | undefined, fields: (readonly [Name, Field])[]][] {
  const groups = new Map<string | undefined, (readonly [Name, Field])[]>([[undefined, []]])
  for (const each of fields) {
    const { group } = each[1]
    groups.set(group, [...(groups.get(group) ?? []), each])
  }
  return [...groups]
}
