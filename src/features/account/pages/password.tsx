/** The form for another password. */
import { domain } from '../../../domain.ts'
import { goodPassword, limits } from '../../../rules/limits.ts'
import { paths } from '../../../paths.ts'
import { Button } from '../../../ui/button.tsx'
import { Form } from '../../../ui/form.tsx'
import type { FieldError } from '../../../ui/form.tsx'
import { Message } from '../../../ui/message.tsx'
import { PageHeader } from '../../../ui/page-header.tsx'
import { PasswordField } from '../../../ui/password-field.tsx'
import { crumbs, CurrentPassword, messageAt, NameForPasswordManagers } from './fields.tsx'

export interface PasswordPageProps {
  username: string
  /** True where the password in use is a one-time password: then it is not asked for again. */
  first: boolean
  /** Where to go afterwards, when it is. */
  next?: string | undefined
  errors?: readonly FieldError[] | undefined
}

export function PasswordPage({ username, first, next, errors = [] }: PasswordPageProps) {
  return (
    <div class="narrow account-page">
      <PageHeader
        title={first ? 'Choose your password' : 'Change the password'}
        breadcrumbs={first ? undefined : crumbs}
      />
      {first && (
        <Message kind="info" title="You signed in with a one-time password">
          <p>Choose a password of your own. Until then you cannot use the rest of {domain.name}.</p>
        </Message>
      )}
      {!first && <p>You stay signed in here and are signed out everywhere else.</p>}
      <Form
        action={paths.accountPassword()}
        errors={errors}
        actions={<Button look="primary">Change the password</Button>}
      >
        {next !== undefined && <input type="hidden" name="next" value={next} />}
        <NameForPasswordManagers username={username} />
        {!first && <CurrentPassword id="current_password" errors={errors} />}
        <PasswordField
          name="new_password"
          label="New password"
          hint={`At least ${limits.shortestPassword} characters. ${goodPassword}`}
          error={messageAt(errors, 'new_password')}
          refused={errors.length > 0}
          autocomplete="new-password"
        />
      </Form>
    </div>
  )
}
