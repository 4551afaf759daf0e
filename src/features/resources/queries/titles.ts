/** What the items are called that a form names by their numbers. */
import type { Reader } from '../../../db/engine/connection.ts'
import { isReference } from '../../../fields/field.ts'
import type { AnyField, ReferenceField } from '../../../fields/field.ts'
import type { ItemTitles } from '../../../fields/item.ts'
import { authorize } from '../../../security/rights/authorize.ts'
import type { Viewer } from '../../../security/rights/viewer.ts'
import { resourceFields } from '../../../resources/declared.ts'
import type { ResourceName } from '../../../resources/declared.ts'
import type { RowTexts } from '../../../resources/form.ts'
import { namesOfRows } from './references.ts'

/**
 * The titles, by field. A field has none where its text is no number, where no item has this number, and for somebody who may not read the
 * catalogue.
 * @param fields all that the form has
 * @param texts what stands in them; in a list, the first counts
 */
export async function titlesInForm(
  db: Reader,
  fields: readonly (readonly [string, AnyField | ReferenceField])[],
  texts: Readonly<Partial<Record<string, string | readonly string[]>>>,
  viewer: Viewer,
): Promise<ItemTitles> {
  authorize(viewer, 'catalogue.read', 'signed-in')
  const titles: Record<string, string> = {}
  for (const [name, field] of fields) {
    if (!isReference(field) || field.kind !== 'item') continue
    const [item] = field.readNames([texts[name] ?? []].flat()).value ?? []
    if (!item) continue
    const id = Number(item.key)
    const title = (await namesOfRows(db, field, [id], viewer)).get(id)
    if (title !== undefined) titles[name] = title
  }
  return titles
}

/** The same for the form of a resource. */
export function titlesInRowForm(
  db: Reader,
  resource: ResourceName,
  texts: RowTexts,
  viewer: Viewer,
): Promise<ItemTitles> {
  return titlesInForm(db, resourceFields(resource), texts, viewer)
}
