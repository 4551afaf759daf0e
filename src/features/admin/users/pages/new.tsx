/** The form for one new account. */
import { paths } from '../../../../paths.ts'
import { Button } from '../../../../ui/button.tsx'
import { Form } from '../../../../ui/form.tsx'
import type { FieldError } from '../../../../ui/form.tsx'
import { PageHeader } from '../../../../ui/page-header.tsx'
import { SelectField } from '../../../../ui/select-field.tsx'
import { TextField } from '../../../../ui/text-field.tsx'
import type { RoleChoice } from '../queries.ts'

export interface NewUserProps {
  roles: RoleChoice[]
  typed?: { username: string; email: string; role_id: string } | undefined
  errors?: readonly FieldError[] | undefined
}

export function NewUserPage({ roles, typed, errors = [] }: NewUserProps) {
  const messageAt = (field: string) => errors.find((error) => error.field === field)?.message
  return (
    <div class="narrow">
      <PageHeader
        title="Add an account"
        lead="The account gets a one-time password for you to pass on. At the first sign-in its owner chooses a new one."
        breadcrumbs={[{ label: 'Accounts', href: paths.adminUsers() }]}
      />
      <Form
        action={paths.adminUsers()}
        errors={errors}
        actions={<Button look="primary">Add the account</Button>}
      >
        <TextField
          name="username"
          label="Username"
          value={typed?.username}
          error={messageAt('username')}
          autocomplete="off"
          more={{ autocapitalize: 'none', spellcheck: 'false' }}
          required
        />
        <TextField
          name="email"
          label="E-mail address"
          type="email"
          value={typed?.email}
          error={messageAt('email')}
          autocomplete="off"
        />
        <SelectField
          name="role_id"
          label="Role"
          options={roles
            .filter(({ manageable }) => manageable)
            .map(({ id, name }) => ({ value: id, label: name }))}
          value={typed?.role_id}
          error={messageAt('role_id')}
          required
        />
      </Form>
    </div>
  )
}
