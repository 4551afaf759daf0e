/** The page of roles: what each may do, and the boxes to change it. */
import { paths } from '../../../../paths.ts'
import { Button, LinkButton } from '../../../../ui/button.tsx'
import { Confirm, ConfirmOpener } from '../../../../ui/dialog.tsx'
import { Form } from '../../../../ui/form.tsx'
import { FormKeyInput } from '../../../../ui/form-key.tsx'
import type { FieldError } from '../../../../ui/form.tsx'
import { PageHeader } from '../../../../ui/page-header.tsx'
import type { RoleColumn } from '../queries.ts'
import { MatrixTable } from './matrix.tsx'
import type { MatrixProps } from './matrix.tsx'

export interface RolesPageProps extends MatrixProps {
  publicCatalogue: boolean
  errors?: readonly FieldError[] | undefined
}

export function RolesPage({ matrix, ticked, publicCatalogue, errors = [] }: RolesPageProps) {
  return (
    <div class="account-page">
      <PageHeader
        title="Roles"
        lead="What each role may do. Before anything changes, you see what the change would mean."
        actions={<LinkButton href={paths.newRole()}>Add a role</LinkButton>}
      />
      <Form
        action={paths.newRolesChange()}
        method="get"
        errors={errors}
        more={{ class: 'form form-wide' }}
        actions={
          <Button look="primary" more={{ id: 'see-change' }}>
            See what would change
          </Button>
        }
      >
        <p>
          <a href="#see-change">Go to the button below the boxes</a>
        </p>
        <MatrixTable matrix={matrix} ticked={ticked} />
      </Form>
      <p>
        Visitors who have not signed in{' '}
        {publicCatalogue ? 'may read the catalogue and nothing else' : 'may see nothing'}: the setting{' '}
        <code>PUBLIC_CATALOGUE</code> decides that.
      </p>
      <UnusedRoles roles={matrix.roles.filter(({ people }) => people === 0)} />
    </div>
  )
}

function UnusedRoles({ roles }: { roles: RoleColumn[] }) {
  const removable = roles.filter(({ name }) => name !== 'member')
  if (removable.length === 0) return null
  return (
    <section class="section" aria-labelledby="unused-title">
      <h2 id="unused-title">Roles that nobody has</h2>
      <ul class="unused-roles" role="list">
        {removable.map(({ id, name }) => (
          <li>
            <strong>{name}</strong>
            <ConfirmOpener id={`delete-${id}`} size="small">
              Delete<span class="visually-hidden"> the role {name}</span>
            </ConfirmOpener>
            <Confirm
              id={`delete-${id}`}
              title={`Delete the role ${name}?`}
              confirm={
                <form method="post" action={paths.deleteRole(id)} hx-boost="false">
                  <FormKeyInput />
                  <Button look="danger">Delete the role</Button>
                </form>
              }
            >
              <p>
                Nobody has it. What it may do is forgotten with it; the accounts and the other roles stay as
                they are.
              </p>
            </Confirm>
          </li>
        ))}
      </ul>
    </section>
  )
}
