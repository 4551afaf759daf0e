/** The pages in front of the door: signing in, and making an account. */
import { domain } from '../../domain.ts'
import { goodPassword, limits } from '../../rules/limits.ts'
import { paths } from '../../paths.ts'
import { Button } from '../../ui/button.tsx'
import { Form } from '../../ui/form.tsx'
import type { FieldError } from '../../ui/form.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { PasswordField } from '../../ui/password-field.tsx'
import { TextField } from '../../ui/text-field.tsx'

/** Telephones would begin a name with a capital letter and underline it in red. */
const asTyped = { autocapitalize: 'none', spellcheck: 'false' }

export interface SignInProps {
  /** Where to go afterwards. */
  next?: string | undefined
  username?: string | undefined
  errors?: readonly FieldError[] | undefined
  registration: boolean
}

export function SignInPage({ next, username, errors = [], registration }: SignInProps) {
  return (
    <div class="narrow account-page">
      <PageHeader title="Sign in" />
      <Form
        action={paths.login()}
        once={false}
        errors={errors}
        actions={<Button look="primary">Sign in</Button>}
      >
        {next !== undefined && <input type="hidden" name="next" value={next} />}
        <TextField
          name="username"
          label="Username or e-mail address"
          value={username}
          error={messageAt(errors, 'username')}
          autocomplete="username"
          more={asTyped}
          required
        />
        <PasswordField
          name="password"
          label="Password"
          error={messageAt(errors, 'password')}
          refused={errors.length > 0}
          autocomplete="current-password"
        />
      </Form>
      {registration && (
        <p>
          No account yet? <a href={paths.register()}>Register</a>.
        </p>
      )}
    </div>
  )
}

export interface RegistrationProps {
  username?: string | undefined
  email?: string | undefined
  errors?: readonly FieldError[] | undefined
}

export function RegistrationPage({ username, email, errors = [] }: RegistrationProps) {
  return (
    <div class="narrow account-page">
      <PageHeader
        title="Register"
        lead={`An account keeps your searches in ${domain.name}, and says what is new in them. An administrator decides what else it may do.`}
      />
      <Form action={paths.register()} errors={errors} actions={<Button look="primary">Register</Button>}>
        <TextField
          name="username"
          label="Username"
          hint={`The name others know you by, of at most ${limits.username} characters.`}
          value={username}
          error={messageAt(errors, 'username')}
          autocomplete="username"
          more={asTyped}
          required
        />
        <TextField
          name="email"
          label="E-mail address"
          type="email"
          value={email}
          error={messageAt(errors, 'email')}
          autocomplete="email"
          required
        />
        <PasswordField
          name="password"
          label="Password"
          hint={`At least ${limits.shortestPassword} characters. ${goodPassword}`}
          error={messageAt(errors, 'password')}
          refused={errors.length > 0}
          autocomplete="new-password"
        />
      </Form>
      <p>
        You have an account? <a href={paths.login()}>Sign in</a>.
      </p>
    </div>
  )
}

function messageAt(errors: readonly FieldError[], field: string): string | undefined {
  return errors.find((error) => error.field === field)?.message
}
