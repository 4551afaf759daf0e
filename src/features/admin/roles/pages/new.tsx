/** The form for a new role. */
import { paths } from '../../../../paths.ts'
import { Button } from '../../../../ui/button.tsx'
import { Form } from '../../../../ui/form.tsx'
import type { FieldError } from '../../../../ui/form.tsx'
import { PageHeader } from '../../../../ui/page-header.tsx'
import { SelectField } from '../../../../ui/select-field.tsx'
import { TextField } from '../../../../ui/text-field.tsx'

export interface NewRolePageProps {
  roles: readonly { id: number; name: string }[]
  typed?: { name: string; description: string; like: string } | undefined
  errors?: readonly FieldError[] | undefined
}

export function NewRolePage({ roles, typed, errors = [] }: NewRolePageProps) {
  const messageAt = (field: string) => errors.find((error) => error.field === field)?.message
  return (
    <div class="narrow">
      <PageHeader title="Add a role" breadcrumbs={[{ label: 'Roles', href: paths.adminRoles() }]} />
      <Form action={paths.newRole()} errors={errors} actions={<Button look="primary">Add the role</Button>}>
        <TextField
          name="name"
          label="Name"
          hint="For example: helper"
          value={typed?.name}
          error={messageAt('name')}
          required
        />
        <TextField
          name="description"
          label="Description"
          value={typed?.description}
          error={messageAt('description')}
        />
        <SelectField
          name="like"
          label="Copy the permissions of"
          hint="You change the boxes afterwards."
          options={roles.map(({ id, name }) => ({ value: id, label: name }))}
          value={typed?.like}
          error={messageAt('like')}
          required
        />
      </Form>
    </div>
  )
}
