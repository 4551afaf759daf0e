/** The form of a row of a resource, and the buttons on its page that change and delete it. */
import { isReference } from '../../fields/field.ts'
import type { ItemTitles } from '../../fields/item.ts'
import { resourceFields, resourceNamed } from '../../resources/declared.ts'
import type { RowTexts } from '../../resources/form.ts'
import { paths } from '../../paths.ts'
import { Button, LinkButton } from '../button.tsx'
import { DeleteButton } from '../delete-button.tsx'
import { FieldInput } from '../fields/index.tsx'
import { ReferenceInput } from '../fields/reference.tsx'
import { Form } from '../form.tsx'
import type { FieldError } from '../form.tsx'
import { Refused } from '../refused.tsx'

/** What a form holds, the first time or when it comes back. */
export interface RowFormContent {
  readonly texts: RowTexts
  /** What the items are called that the texts name. */
  readonly titles?: ItemTitles | undefined
  readonly errors?: readonly FieldError[] | undefined
}

interface RowFormProps extends RowFormContent {
  readonly resource: string
  /** The row that is edited; none for a new one. */
  readonly id: number | undefined
}

export function RowForm({ resource, id, texts, titles, errors }: RowFormProps) {
  const back = id === undefined ? paths.entries(resource) : paths.entry(resource, id)
  const noun = resourceNamed(resource)?.noun.one ?? ''
  const actions = (
    <>
      <Button look="primary">{id === undefined ? `Add the ${noun}` : 'Save'}</Button>
      <LinkButton href={back} look="quiet">
        Cancel
      </LinkButton>
    </>
  )
  return (
    <Form action={back} errors={errors} actions={actions}>
      {id !== undefined && <input type="hidden" name="version" value={texts.version} />}
      <Inputs {...{ resource, texts, titles, errors }} />
    </Form>
  )
}

/** The fields in their order. */
function Inputs({ resource, texts, titles = {}, errors = [] }: Omit<RowFormProps, 'id'>) {
  return resourceFields(resource).map(([name, field]) => {
    const error = errors.find((each) => each.field === name)?.message
    const shared = { name, value: texts[name] ?? '', error }
    return isReference(field) ? (
      <ReferenceInput {...shared} field={field} title={titles[name]} />
    ) : (
      <FieldInput {...shared} field={field} />
    )
  })
}

/** The way to the form of a new row. In a list of chosen rows, the new one is to be one of them. */
export function AddRow({ resource, chosen }: OfChoice) {
  return (
    <LinkButton href={paths.newEntry(resource, chosen)} icon="plus">
      {`Add ${resourceNamed(resource)?.noun.a ?? ''}`}
    </LinkButton>
  )
}

interface OfChoice {
  readonly resource: string
  readonly chosen?: Readonly<Record<string, string>> | undefined
}

/** What somebody who may change the rows of a resource can do with one. */
export function RowActions({ resource, id }: { readonly resource: string; readonly id: number }) {
  const noun = resourceNamed(resource)?.noun.one ?? ''
  return (
    <>
      <LinkButton href={paths.editEntry(resource, id)} icon="edit">
        Edit
      </LinkButton>
      <DeleteButton action={paths.deleteEntry(resource, id)} question={`Delete this ${noun}?`}>
        <p>It cannot be brought back.</p>
      </DeleteButton>
    </>
  )
}

interface RowNotDeletedProps {
  readonly resource: string
  readonly id: number
  readonly errors: readonly FieldError[]
}

export function RowNotDeleted({ resource, id, errors }: RowNotDeletedProps) {
  const noun = resourceNamed(resource)?.noun.one ?? ''
  const back = { href: paths.entry(resource, id), label: `Back to the ${noun}` }
  return <Refused title="Nothing was deleted" errors={errors} back={back} />
}
