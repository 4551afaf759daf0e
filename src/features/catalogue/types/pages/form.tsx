/** The form of a type, and why one was not deleted. */
import { domain } from '../../../../domain.ts'
import { paths } from '../../../../paths.ts'
import type { FieldError } from '../../../../ui/form.tsx'
import { NotDeleted } from '../../../../ui/name-actions.tsx'
import { NameForm, nameFormTitle } from '../../../../ui/name-form.tsx'
import { TextArea } from '../../../../ui/text-area.tsx'
import { TextField } from '../../../../ui/text-field.tsx'
import { typeLabels } from '../forms.ts'
import type { TypeValues } from '../forms.ts'

export interface TypeFormProps {
  /** The one that is edited; none for a new one. */
  stored?: { id: number; name: string } | undefined
  values: TypeValues
  errors?: readonly FieldError[] | undefined
}

export function TypeFormPage({ stored, values, errors = [] }: TypeFormProps) {
  const error = (name: string) => errors.find(({ field }) => field === name)?.message
  return (
    <NameForm
      word={domain.type}
      stored={stored && { name: stored.name, href: paths.type(stored.id) }}
      indexPath={paths.types()}
      errors={errors}
    >
      <TextField name="name" label={typeLabels.name} value={values.name} error={error('name')} required />
      <TextArea
        name="description"
        label={typeLabels.description}
        value={values.description}
        error={error('description')}
        rows={3}
      />
    </NameForm>
  )
}

export function typeFormTitle({ stored }: TypeFormProps): string {
  return nameFormTitle(domain.type, stored !== undefined)
}

/** Why it was not deleted. */
export function TypeStaysPage({ id, errors }: { id: number; errors: readonly FieldError[] }) {
  return <NotDeleted word={domain.type} href={paths.type(id)} errors={errors} />
}
