/** What a change of the roles would mean, before it is made. */
import { paths } from '../../../../paths.ts'
import { Button, LinkButton } from '../../../../ui/button.tsx'
import { Form } from '../../../../ui/form.tsx'
import { Message } from '../../../../ui/message.tsx'
import { PageHeader } from '../../../../ui/page-header.tsx'
import type { Matrix, RoleChange } from '../queries.ts'
import { people } from './people.ts'

export interface PreviewProps {
  title: string
  matrix: Matrix
  changes: RoleChange[]
  /** The boxes as ticked, to be sent again with the confirmation. */
  ticked: readonly string[]
  /** The role of whoever looks: what they would lose themselves is said. */
  ownRole: string
}

export function RolesPreview({ title, matrix, changes, ticked, ownRole }: PreviewProps) {
  const wordsOf = new Map<string, string>(matrix.groups.flatMap(({ permissions }) => permissions))
  return (
    <div class="account-page">
      <PageHeader title={title} breadcrumbs={[{ label: 'Roles', href: paths.adminRoles() }]} />
      {changes.map((change) => (
        <ChangeSection change={change} wordsOf={wordsOf} own={change.role.name === ownRole} />
      ))}
      {changes.length === 0 ? (
        <LinkButton href={paths.adminRoles()}>Back to the roles</LinkButton>
      ) : (
        <Form
          action={paths.adminRoles()}
          actions={
            <>
              <Button look="primary" more={{ 'aria-describedby': 'preview-words' }}>
                Change it
              </Button>
              <LinkButton href={paths.adminRoles({ allow: ticked })}>Go back</LinkButton>
            </>
          }
        >
          <input type="hidden" name="state" value={matrix.state} />
          {ticked.map((value) => (
            <input type="hidden" name="allow" value={value} />
          ))}
          <p id="preview-words">The changes apply at once, from the next page that each person opens.</p>
        </Form>
      )}
    </div>
  )
}

function ChangeSection({
  change,
  wordsOf,
  own,
}: {
  change: RoleChange
  wordsOf: Map<string, string>
  own: boolean
}) {
  const { role, gains, losses } = change
  const list = (names: string[]) => names.map((name) => <li>{wordsOf.get(name) ?? name}</li>)
  return (
    <section class="section">
      <h2>
        {role.name} <small>({people(role.open)})</small>
      </h2>
      {own && losses.length > 0 && <Message kind="warning" title="This is your own role: you lose it too." />}
      {gains.length > 0 && (
        <>
          <p>Will also be allowed to:</p>
          <ul>{list(gains)}</ul>
        </>
      )}
      {losses.length > 0 && (
        <>
          <p>Will no longer be allowed to:</p>
          <ul>{list(losses)}</ul>
        </>
      )}
    </section>
  )
}
