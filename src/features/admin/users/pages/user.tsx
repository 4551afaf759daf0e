/** One account, and what can be done with it. */
import { paths } from '../../../../paths.ts'
import { Button } from '../../../../ui/button.tsx'
import { Choices } from '../../../../ui/choices.tsx'
import { Confirm, ConfirmOpener } from '../../../../ui/dialog.tsx'
import { Facts } from '../../../../ui/facts.tsx'
import { Form } from '../../../../ui/form.tsx'
import { FormKeyInput } from '../../../../ui/form-key.tsx'
import type { FieldError } from '../../../../ui/form.tsx'
import { Message } from '../../../../ui/message.tsx'
import { PageHeader } from '../../../../ui/page-header.tsx'
import { SelectField } from '../../../../ui/select-field.tsx'
import { When } from '../../../../ui/when.tsx'
import type { UserInput } from '../forms.ts'
import type { ListedUser, RoleChoice } from '../queries.ts'
import { accountState } from './list.tsx'

export interface UserProps {
  user: ListedUser
  roles: RoleChoice[]
  /** Whether it is the account of whoever looks at it. */
  isOwn: boolean
  /** What was chosen in the form that was refused. */
  chosen?: Partial<UserInput>
  errors?: readonly FieldError[]
}

export function UserPage({ user, roles, isOwn, chosen = {}, errors = [] }: UserProps) {
  const manageable = roles.find(({ id }) => id === user.role_id)?.manageable === true
  return (
    <div class="narrow account-page">
      <PageHeader title={user.username} breadcrumbs={[{ label: 'Accounts', href: paths.adminUsers() }]} />
      <Facts
        facts={[
          { term: 'E-mail address', value: user.email ?? 'none' },
          { term: 'Role', value: user.role },
          { term: 'State', value: accountState(user) },
          { term: 'Since', value: <When at={user.created_at} /> },
          { term: 'Last active', value: user.last_used_at && <When at={user.last_used_at} /> },
        ]}
      />
      {manageable ? (
        <Actions {...{ user, isOwn, chosen, errors }} roles={roles.filter((role) => role.manageable)} />
      ) : (
        <Message kind="info" title="You cannot manage this account">
          <p>Its role may do things that you may not.</p>
        </Message>
      )}
    </div>
  )
}

function Actions({ user, roles, isOwn, chosen, errors }: Required<UserProps>) {
  const isClosed = chosen.disabled === undefined ? user.disabled_at !== null : chosen.disabled === 'true'
  const messageAt = (field: string) => errors.find((error) => error.field === field)?.message
  return (
    <>
      <section class="section" aria-labelledby="change-title">
        <h2 id="change-title">Change the account</h2>
        {isOwn && (
          <Message kind="warning" title="This is your own account">
            <p>
              Changes here apply at once. If you take rights away from yourself, you cannot restore them
              yourself.
            </p>
          </Message>
        )}
        <Form
          action={paths.adminUser(user.id)}
          errors={errors}
          actions={<Button look="primary">Save</Button>}
        >
          <SelectField
            name="role_id"
            label="Role"
            hint="A new role applies from the next page that the person opens."
            options={roles.map(({ id, name }) => ({ value: id, label: name }))}
            value={chosen.role_id ?? user.role_id}
            error={messageAt('role_id')}
            required
          />
          <Choices
            type="radio"
            name="disabled"
            label="The account is"
            options={[
              { value: 'false', label: 'open', checked: !isClosed },
              {
                value: 'true',
                label: 'closed: nobody can sign in with it, and its sessions end',
                checked: isClosed,
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
          <NewPassword user={user} />
          <form method="post" action={paths.userSessions(user.id)} hx-boost="false">
            <p id="sessions-words">For a device that was lost. The password stays.</p>
            <Button more={{ 'aria-describedby': 'sessions-words' }}>End all sessions</Button>
          </form>
          <Deletion user={user} />
        </div>
      </section>
    </>
  )
}

/** It asks first: it stands one step behind Save, and what it ends cannot be brought back. */
function NewPassword({ user: { id, username } }: { user: ListedUser }) {
  return (
    <div>
      <p id="forgotten-words">For somebody who forgot their password.</p>
      <ConfirmOpener id="new-password" describedBy="forgotten-words">
        Make a one-time password
      </ConfirmOpener>
      <Confirm
        id="new-password"
        title={`Give ${username} a one-time password?`}
        cancel="Keep the password"
        confirm={
          <form method="post" action={paths.userPassword(id)} hx-boost="false">
            <FormKeyInput />
            <Button look="danger">Make a one-time password</Button>
          </form>
        }
      >
        <p>
          The password in use stops working, and all sessions of the account end. You see the new password
          once, to hand it over. Whoever signs in with it chooses another.
        </p>
      </Confirm>
    </div>
  )
}

function Deletion({ user: { id, username } }: { user: ListedUser }) {
  return (
    <div>
      <ConfirmOpener id="delete-account" look="danger">
        Delete the account
      </ConfirmOpener>
      <Confirm
        id="delete-account"
        title={`Delete the account ${username}?`}
        confirm={
          <form method="post" action={paths.deleteUser(id)} hx-boost="false">
            <FormKeyInput />
            <Button look="danger">Delete the account</Button>
          </form>
        }
      >
        <p>What this person added stays, without their name. It cannot be undone; closing the account can.</p>
      </Confirm>
    </div>
  )
}
