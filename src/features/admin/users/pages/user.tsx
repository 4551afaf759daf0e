/** One account, and what can be done with it. */
import { paths } from '../../../../paths.ts'
import { Button } from '../../../../ui/button.tsx'
import { Choices } from '../../../../ui/choices.tsx'
import { Confirm, ConfirmOpener } from '../../../../ui/dialog.tsx'
import { Facts } from '../../../../ui/facts.tsx'
import { Form } from '../../../../ui/form.tsx'
import type { FieldError } from '../../../../ui/form.tsx'
import { Message } from '../../../../ui/message.tsx'
import { PageHeader } from '../../../../ui/page-header.tsx'
import { SelectField } from '../../../../ui/select-field.tsx'
import { When } from '../../../../ui/when.tsx'
import type { ListedUser, RoleChoice } from '../queries.ts'
import { stateOf } from './list.tsx'

export interface UserProps {
  user: ListedUser
  roles: RoleChoice[]
  errors?: readonly FieldError[] | undefined
}

export function UserPage({ user, roles, errors = [] }: UserProps) {
  const manageable = roles.find(({ id }) => id === user.role_id)?.manageable === true
  return (
    <div class="narrow account-page">
      <PageHeader title={user.username} breadcrumbs={[{ label: 'Accounts', href: paths.adminUsers() }]} />
      <Facts
        facts={[
          { term: 'E-mail address', value: user.email },
          { term: 'Role', value: user.role },
          { term: 'State', value: stateOf(user) },
          { term: 'Since', value: <When at={user.created_at} /> },
          { term: 'Last here', value: user.last_used_at && <When at={user.last_used_at} /> },
        ]}
      />
      {manageable ? (
        <Actions user={user} roles={roles.filter((role) => role.manageable)} errors={errors} />
      ) : (
        <Message kind="info" title="You cannot manage this account">
          <p>Its role may do things that you may not.</p>
        </Message>
      )}
    </div>
  )
}

function Actions({
  user,
  roles,
  errors,
}: {
  user: ListedUser
  roles: RoleChoice[]
  errors: readonly FieldError[]
}) {
  const messageAt = (field: string) => errors.find((error) => error.field === field)?.message
  return (
    <>
      <section class="section" aria-labelledby="change-title">
        <h2 id="change-title">Change the account</h2>
        <Form
          action={paths.adminUser(user.id)}
          errors={errors}
          actions={<Button look="primary">Save</Button>}
        >
          <SelectField
            name="role_id"
            label="Role"
            hint="Another role works on the person’s next page."
            options={roles.map(({ id, name }) => ({ value: id, label: name }))}
            value={user.role_id}
            error={messageAt('role_id')}
            required
          />
          <Choices
            type="radio"
            name="disabled"
            label="The account is"
            options={[
              { value: 'false', label: 'open', checked: user.disabled_at === null },
              {
                value: 'true',
                label: 'closed: nobody can sign in with it, and its sessions end',
                checked: user.disabled_at !== null,
              },
            ]}
            error={messageAt('disabled')}
            required
          />
        </Form>
      </section>
      <section class="section" aria-labelledby="more-title">
        <h2 id="more-title">Help somebody back in, or out</h2>
        <div class="stack">
          <OneButton action={paths.userPassword(user.id)} label="Make a one-time password">
            For somebody who forgot theirs. The old password stops working, and all sessions end.
          </OneButton>
          <OneButton action={paths.userSessions(user.id)} label="End all sessions">
            For a device that was lost. The password stays.
          </OneButton>
          <div>
            <ConfirmOpener id="delete-account" look="danger">
              Delete the account
            </ConfirmOpener>
            <Confirm
              id="delete-account"
              title={`Delete the account ${user.username}?`}
              confirm={
                <form method="post" action={paths.deleteUser(user.id)} hx-boost="false">
                  <Button look="danger">Delete the account</Button>
                </form>
              }
            >
              <p>
                What this person added stays, without their name. It cannot be undone; closing the account
                can.
              </p>
            </Confirm>
          </div>
        </div>
      </section>
    </>
  )
}

interface OneButtonProps {
  action: string
  label: string
  /** What it does, in words. */
  children: string
}

function OneButton({ action, label, children }: OneButtonProps) {
  return (
    <form method="post" action={action} hx-boost="false">
      <p>{children}</p>
      <Button>{label}</Button>
    </form>
  )
}
