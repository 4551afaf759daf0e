/** Why a search was not kept, or nothing was done with one. */
import { domain } from '../../../domain.ts'
import { paths } from '../../../paths.ts'
import { Button } from '../../../ui/button.tsx'
import { Form } from '../../../ui/form.tsx'
import type { FieldError } from '../../../ui/form.tsx'
import { PageHeader } from '../../../ui/page-header.tsx'
import { Refused } from '../../../ui/refused.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { searchesTitle } from './searches.tsx'

export interface NotSavedProps {
  readonly name: string
  readonly address: string
  readonly errors: readonly FieldError[]
}

export const saveTitle = 'Save this search'

/** The form once more, with what is wrong. */
export function NotSavedPage({ name, address, errors }: NotSavedProps) {
  return (
    <div class="narrow">
      <PageHeader title={saveTitle} breadcrumbs={[{ label: searchesTitle, href: paths.searches() }]} />
      <Form action={paths.searches()} errors={errors} actions={<Button look="primary">Save</Button>}>
        <input type="hidden" name="address" value={address} />
        <TextField
          name="name"
          label="Name"
          value={name}
          error={errors.find(({ field }) => field === 'name')?.message}
          required
        />
      </Form>
      <p>
        <a href={`${paths.items()}?${address}`}>{`Back to the ${domain.item.many}`}</a>
      </p>
    </div>
  )
}

export const notChanged = 'Nothing was changed'

/** Why one was neither looked at nor deleted. */
export function NotChangedPage({ errors }: Pick<NotSavedProps, 'errors'>) {
  return (
    <Refused title={notChanged} errors={errors} back={{ href: paths.searches(), label: searchesTitle }} />
  )
}
