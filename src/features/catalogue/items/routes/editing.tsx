/** Adding, changing and deleting items. Every form posts to the address of the list or of its item. */
import { Hono } from 'hono'
import type { AppContext, AppEnv } from '../../../../http/context.ts'
import { notFound } from '../../../../http/errors.tsx'
import { idOf } from '../../../../http/id.ts'
import { answerForm, carryOut, readForm, typedText } from '../../../../http/form.ts'
import type { SentForm } from '../../../../http/form.ts'
import { seeOther } from '../../../../http/notice.ts'
import { page } from '../../../../http/respond.tsx'
import { itemReferences } from '../../../../declared.ts'
import type { ReferenceName } from '../../../../declared.ts'
import { paths } from '../../../../paths.ts'
import { allow } from '../../../../security/rights/allow.ts'
import { refusal } from '../../../../security/rights/authorize.ts'
import { writableFields } from '../../../../security/rights/policy.ts'
import type { Viewer } from '../../../../security/rights/viewer.ts'
import { titlesInForm } from '../../../resources/queries.ts'
import { createItem, deleteItem, updateItem } from '../commands.ts'
import { parseItemDeletionForm, parseItemChangeForm, parseItemForm } from '../forms/item.ts'
import { differencesOfVersions, emptyValues, typedValues, formValuesOf, withLine } from '../forms/values.ts'
import type { ItemValues } from '../forms/values.ts'
import { NothingDeleted, itemNotDeleted } from '../pages/actions.tsx'
import { ItemFormPage, formTitle } from '../pages/form.tsx'
import type { ItemFormProps } from '../pages/form-fields.tsx'
import { findItem, findItemRights, listTypeChoices } from '../queries.ts'
import type { ItemDetail } from '../queries.ts'

export const itemEditing = new Hono<AppEnv>()

/** Two long texts, and two lists of names: more than any other form. */
const sizeOfForm = { longest: 300_000 }

itemEditing.get('/items/new', allow('item.create'), (c) =>
  formPage(c, { values: emptyValues(writableFields(c.var.viewer)) }),
)

itemEditing.post('/items', allow('item.create'), async (c) => {
  const fields = writableFields(c.var.viewer)
  const form = await readForm(c, parseItemForm(fields), sizeOfForm)
  const values = typedValues(form.typed, emptyValues(fields))
  const more = askedFor(form, values)
  if (more) return formPage(c, { values: withMore(values, more), more })
  return carryOut(form, {
    work: ({ input, formKey }) => createItem(c.var.em(), input, c.var.viewer, formKey),
    see: paths.item,
    again: ({ status, errors }) => formPage(c, { values, errors }, status),
    done: ({ id }) => seeOther(c, paths.item(id), 'item.added'),
  })
})

itemEditing.get('/items/:id{[0-9]+}/edit', allow('item.update', 'item.update.own'), async (c) => {
  const item = await itemToChange(c)
  return formPage(c, { item, values: storedValues(item, c.var.viewer) })
})

itemEditing.post('/items/:id{[0-9]+}', allow('item.update', 'item.update.own'), async (c) => {
  const item = await itemToChange(c)
  const form = await readForm(c, parseItemChangeForm(writableFields(c.var.viewer)), sizeOfForm)
  const values = typedValues(form.typed, storedValues(item, c.var.viewer))
  const more = askedFor(form, values)
  if (more) return formPage(c, { item, values: withMore(values, more), more })
  return carryOut(form, {
    work: ({ input }) => updateItem(c.var.em(), item.id, input, c.var.viewer),
    see: paths.item,
    again: ({ status, errors }) =>
      status === 409 ? conflictPage(c, item.id, values) : formPage(c, { item, values, errors }, status),
    done: ({ id }) => seeOther(c, paths.item(id), 'item.saved'),
  })
})

itemEditing.post('/items/:id{[0-9]+}/deletions', allow('item.delete', 'item.delete.own'), (c) =>
  answerForm(c, {
    parse: parseItemDeletionForm,
    work: ({ formKey }) => deleteItem(c.var.em(), idOf(c), c.var.viewer, formKey),
    again: ({ status, errors }) =>
      page(c, itemNotDeleted, <NothingDeleted id={idOf(c)} errors={errors} />, { status }),
    done: () => seeOther(c, paths.items(), 'item.deleted'),
  }),
)

/** @throws 404 where there is no such item, 403 where it is not this viewer's to change */
async function itemToChange(c: AppContext): Promise<ItemDetail> {
  const { db, viewer } = c.var
  const item = await findItem(db, idOf(c), viewer)
  if (!item) throw notFound()
  if (!(await findItemRights(db, item.id, viewer)).update) throw refusal(viewer)
  return item
}

/** The second of two savers: the form again, with what the first one saved beside it. */
async function conflictPage(c: AppContext, id: number, values: ItemValues): Promise<Response> {
  const item = await findItem(c.var.db, id, c.var.viewer)
  if (!item) throw notFound()
  const theirs = storedValues(item, c.var.viewer)
  // The same button pressed twice: what was to be saved is saved.
  if (differencesOfVersions(theirs, values).length === 0) return c.redirect(paths.item(id), 303)
  return formPage(c, { item, values, theirs }, 409)
}

async function formPage(
  c: AppContext,
  props: Omit<ItemFormProps, 'types' | 'titles'>,
  status = 200,
): Promise<Response> {
  const { db, viewer } = c.var
  const [types, titles] = await Promise.all([
    listTypeChoices(db, viewer),
    titlesInForm(db, itemReferences, props.values.fields, viewer),
  ])
  const form = <ItemFormPage {...props} types={types} titles={titles} />
  return page(c, formTitle(props.item), form, { status, noIndex: true })
}

/** What the form is to be shown again for: a list with one more line, or the fields of another type. Nothing is checked then, and nothing written. */
function askedFor({ typed }: SentForm<unknown>, { fields }: ItemValues): ReferenceName | 'type' | undefined {
  const more = typedText(typed, 'more')
  if (more === 'type') return more
  return itemReferences.find(([name, { many }]) => many && name === more && name in fields)?.[0]
}

const withMore = (values: ItemValues, more: ReferenceName | 'type') =>
  more === 'type' ? values : withLine(values, more)

function storedValues(item: ItemDetail, viewer: Viewer): ItemValues {
  return formValuesOf(item, writableFields(viewer))
}
