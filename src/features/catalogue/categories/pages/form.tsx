/** The form of a category, and why one was not deleted. */
import { domain } from '../../../../domain.ts'
import { paths } from '../../../../paths.ts'
import type { FieldError } from '../../../../ui/form.tsx'
import { NotDeleted } from '../../../../ui/name-actions.tsx'
import { NameForm, nameFormTitle } from '../../../../ui/name-form.tsx'
import { TextArea } from '../../../../ui/text-area.tsx'
import { TextField } from '../../../../ui/text-field.tsx'
import { categoryLabels } from '../forms.ts'
import type { CategoryValues } from '../forms.ts'

export interface CategoryFormProps {
  /** The one that is edited; none for a new one. */
  stored?: { id: number; name: string } | undefined
  values: CategoryValues
  errors?: readonly FieldError[] | undefined
}

export function CategoryFormPage({ stored, values, errors = [] }: CategoryFormProps) {
  const error = (name: string) => errors.find(({ field }) => field === name)?.message
  return (
    <NameForm
      word={domain.category}
      stored={stored && { name: stored.name, href: paths.category(stored.id) }}
      indexPath={paths.categories()}
      errors={errors}
    >
      <TextField name="name" label={categoryLabels.name} value={values.name} error={error('name')} required />
      <TextArea
        name="description"
        label={categoryLabels.description}
        value={values.description}
        error={error('description')}
        rows={3}
      />
    </NameForm>
  )
}

export function categoryFormTitle({ stored }: CategoryFormProps): string {
  return nameFormTitle(domain.category, stored !== undefined)
}

/** Why it was not deleted. */
export function CategoryStaysPage({ id, errors }: { id: number; errors: readonly FieldError[] }) {
  return <NotDeleted word={domain.category} href={paths.category(id)} errors={errors} />
}
