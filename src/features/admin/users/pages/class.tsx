/** The form for a class of accounts: a list pasted from a spreadsheet. */
import { paths } from '../../../../paths.ts'
import { Button } from '../../../../ui/button.tsx'
import { Form } from '../../../../ui/form.tsx'
import type { FieldError } from '../../../../ui/form.tsx'
import { PageHeader } from '../../../../ui/page-header.tsx'
import { TextArea } from '../../../../ui/text-area.tsx'
import { mostPeople } from '../forms.ts'

export interface ClassProps {
  people?: string | undefined
  errors?: readonly FieldError[] | undefined
}

export function ClassPage({ people, errors = [] }: ClassProps) {
  const messages = errors.filter(({ field }) => field === 'people').map(({ message }) => message)
  return (
    <div class="narrow">
      <PageHeader
        title="Add a class"
        breadcrumbs={[{ label: 'Accounts', href: paths.adminUsers() }]}
        lead="Each person gets an account as a member, with a one-time password. You print the passwords and cut them apart."
      />
      <Form action={paths.classes()} errors={errors} actions={<Button look="primary">Add the class</Button>}>
        <TextArea
          name="people"
          label="The people, one to a line"
          hint={
            <>
              A username, and if there is one an e-mail address behind a comma:{' '}
              <code>ada, ada@example.org</code>. A list copied from a spreadsheet will do. At most{' '}
              {mostPeople} at once.
            </>
          }
          rows={12}
          value={people}
          error={messages.length > 1 ? `Fix ${messages.length} problems: see the list above.` : messages[0]}
          required
        />
      </Form>
    </div>
  )
}
