/** A row of a resource as people read it: what its fields say. */
import type { ComponentChildren } from 'preact'
import { isReference } from '../../fields/field.ts'
import type { AnyField, ReferenceField } from '../../fields/field.ts'
import { resourceFields } from '../../resources/declared.ts'
import type { AnyRow, ReferredRow } from '../../resources/declared.ts'
import { Facts } from '../facts.tsx'
import { cellKind, isFilled, showField } from '../fields/index.tsx'
import { hrefOfRow } from '../fields/reference.tsx'
import { safeHref } from '../safe-href.ts'

/** What a field of a row says; nothing where it is empty. A row that it refers to is a link. */
export function showRowField(field: AnyField | ReferenceField, value: unknown): ComponentChildren {
  if (!isReference(field)) return showField(field, value)
  const referred = value as ReferredRow | null
  if (referred === null) return null
  const href = hrefOfRow(field, referred.id)
  const name = <bdi>{referred.name}</bdi>
  return href === undefined ? name : <a href={safeHref(href)}>{name}</a>
}

/** How a cell of a table sets a field. */
export const cellKindOf = (field: AnyField | ReferenceField) =>
  isReference(field) ? 'text' : cellKind(field)

interface RowFactsProps {
  readonly resource: string
  readonly row: AnyRow
}

/** All that is known of a row. */
export function RowFacts({ resource, row }: RowFactsProps) {
  const facts = resourceFields(resource).map(([name, field]) => ({
    term: field.label,
    value: isReference(field) || isFilled(field, row[name]) ? showRowField(field, row[name]) : null,
    kind: field.kind === 'longText' ? ('wide' as const) : undefined,
  }))
  return <Facts facts={facts} />
}
