/** What is known of one's account, and the forms to change or delete it. */
import { capital, counted } from '../../../rules/words.ts'
import { domain } from '../../../domain.ts'
import { paths } from '../../../paths.ts'
import { Button, LinkButton } from '../../../ui/button.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Form } from '../../../ui/form.tsx'
import type { FieldError } from '../../../ui/form.tsx'
import { PageHeader } from '../../../ui/page-header.tsx'
import { RowSections } from '../../../ui/resources/list.tsx'
import type { RowSectionsProps } from '../../../ui/resources/list.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { When } from '../../../ui/when.tsx'
import type { OwnAccount } from '../queries.ts'
import { CurrentPassword, messageAt, NameForPasswordManagers } from './fields.tsx'

export interface AccountPageProps {
  account: OwnAccount
  role: string
  /** What names this account in the project's own tables. */
  sections: RowSectionsProps['sections']
  /** What was typed into the form for the address, when it comes back. */
  email?: string | undefined
  errors?: readonly FieldError[] | undefined
  deletionErrors?: readonly FieldError[] | undefined
}

export function AccountPage({
  account,
  role,
  sections,
  email = account.email ?? '',
  errors = [],
  deletionErrors = [],
}: AccountPageProps) {
  return (
    <div class="narrow account-page">
      <PageHeader title="Your account" />
      <Facts
        facts={[
          { term: 'Username', value: account.username },
          { term: 'E-mail address', value: account.email ?? 'none' },
          { term: 'Role', value: role },
          { term: 'Since', value: <When at={account.created_at} /> },
        ]}
      />
      <p class="button-row">
        <LinkButton href={paths.accountPassword()}>Change the password</LinkButton>
        <LinkButton href={paths.accountSessions()}>Where you are signed in</LinkButton>
      </p>
      <RowSections sections={sections} owner="me" />
      <section class="section" aria-labelledby="email-title">
        <h2 id="email-title">Change the e-mail address</h2>
        <Form action={paths.account()} errors={errors} actions={<Button>Change the address</Button>}>
          <NameForPasswordManagers username={account.username} />
          <TextField
            name="email"
            label="New e-mail address"
            type="email"
            value={email}
            error={messageAt(errors, 'email')}
            autocomplete="email"
            required
          />
          <CurrentPassword id="current_password" errors={errors} />
        </Form>
      </section>
      <DeletionSection {...{ account, sections }} errors={deletionErrors} />
    </div>
  )
}

interface DeletionSectionProps {
  account: OwnAccount
  sections: RowSectionsProps['sections']
  errors: readonly FieldError[]
}

function DeletionSection({ account, sections, errors }: DeletionSectionProps) {
  return (
    <section class="section" aria-labelledby="deletion-title">
      <h2 id="deletion-title">Delete the account</h2>
      <p id="deletion-words">
        Your name, your address and your sessions are deleted at once and cannot be restored.{' '}
        {account.items > 0
          ? `${capital(counted(account.items, domain.item))} you added ${account.items === 1 ? 'stays' : 'stay'}, without your name.`
          : ''}{' '}
        {sections.some(({ rows }) => rows.length > 0)
          ? 'What is listed above stays too, without your name.'
          : ''}
      </p>
      <Form
        action={paths.deleteAccount()}
        errors={errors}
        actions={
          <Button look="danger" more={{ 'aria-describedby': 'deletion-words' }}>
            Delete the account
          </Button>
        }
      >
        <CurrentPassword
          id="deletion-password"
          label="Your password, to delete the account"
          describedBy="deletion-words"
          errors={errors}
        />
      </Form>
    </section>
  )
}
