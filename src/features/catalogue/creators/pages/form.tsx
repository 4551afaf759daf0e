/** The form of a creator, and why one was not deleted. */
import { domain } from '../../../../domain.ts'
import { paths } from '../../../../paths.ts'
import type { FieldError } from '../../../../ui/form.tsx'
import { NotDeleted } from '../../../../ui/name-actions.tsx'
import { NameForm, nameFormTitle } from '../../../../ui/name-form.tsx'
import { TextField } from '../../../../ui/text-field.tsx'
import { creatorLabels } from '../forms.ts'
import type { CreatorValues } from '../forms.ts'

export interface CreatorFormProps {
  /** The one that is edited; none for a new one. */
  stored?: { id: number; name: string } | undefined
  values: CreatorValues
  errors?: readonly FieldError[] | undefined
}

export function CreatorFormPage({ stored, values, errors = [] }: CreatorFormProps) {
  const error = (name: string) => errors.find(({ field }) => field === name)?.message
  return (
    <NameForm
      word={domain.creator}
      stored={stored && { name: stored.name, href: paths.creator(stored.id) }}
      indexPath={paths.creators()}
      errors={errors}
    >
      <TextField name="name" label={creatorLabels.name} value={values.name} error={error('name')} required />
      <TextField
        name="birth_year"
        label={creatorLabels.birth_year}
        hint="Figures alone; before our era with a minus, such as -428"
        value={values.birth_year}
        error={error('birth_year')}
        width="short"
        code
      />
      <TextField
        name="death_year"
        label={creatorLabels.death_year}
        value={values.death_year}
        error={error('death_year')}
        width="short"
        code
      />
    </NameForm>
  )
}

export function creatorFormTitle({ stored }: CreatorFormProps): string {
  return nameFormTitle(domain.creator, stored !== undefined)
}

/** Why it was not deleted. */
export function CreatorStaysPage({ id, errors }: { id: number; errors: readonly FieldError[] }) {
  return <NotDeleted word={domain.creator} href={paths.creator(id)} errors={errors} />
}
