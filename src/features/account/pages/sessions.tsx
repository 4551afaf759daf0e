/** The browsers in which one is signed in, each with a button to end it. */
import type { ComponentChildren } from 'preact'
import { paths } from '../../../paths.ts'
import { Button } from '../../../ui/button.tsx'
import type { FieldError } from '../../../ui/form.tsx'
import { Message } from '../../../ui/message.tsx'
import { PageHeader } from '../../../ui/page-header.tsx'
import { Table } from '../../../ui/table.tsx'
import { When } from '../../../ui/when.tsx'
import type { OwnSession } from '../queries.ts'
import { deviceWords } from './device.ts'
import { crumbs } from './fields.tsx'

export interface SessionsPageProps {
  sessions: OwnSession[]
  /** The session this page is looked at with. */
  current: number
  errors?: readonly FieldError[] | undefined
}

export function SessionsPage({ sessions, current, errors = [] }: SessionsPageProps) {
  return (
    <div class="account-page">
      <PageHeader
        title="Where you are signed in"
        breadcrumbs={crumbs}
        actions={
          sessions.length > 1 && (
            <EndForm session="others">
              <Button>End all other sessions</Button>
            </EndForm>
          )
        }
      />
      {errors.map(({ message }) => (
        <Message kind="error" title={message} live />
      ))}
      <Table
        caption="Your sessions"
        rows={sessions}
        columns={[
          { key: 'device', label: 'Device', heads: true, cell: ({ user_agent }) => deviceWords(user_agent) },
          { key: 'created_at', label: 'Signed in', cell: ({ created_at }) => <When at={created_at} /> },
          { key: 'last_used_at', label: 'Last used', cell: ({ last_used_at }) => <When at={last_used_at} /> },
          {
            key: 'session',
            label: 'Session',
            cell: (session) => <SessionEnd session={session} current={current} />,
          },
        ]}
      />
      <p>If you do not recognise a session, end it and change your password.</p>
    </div>
  )
}

/** To the second, and never "just now": it tells apart two sessions in browsers of one kind. */
const moment = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'medium', timeZone: 'UTC' })

function SessionEnd({ session, current }: { session: OwnSession; current: number }) {
  if (session.id === current) return <strong>This browser</strong>
  return (
    <EndForm session={String(session.id)}>
      <Button size="small">
        End
        <span class="visually-hidden">
          {' '}
          the session of {deviceWords(session.user_agent)}, signed in{' '}
          {moment.format(new Date(session.created_at))} UTC
        </span>
      </Button>
    </EndForm>
  )
}

function EndForm({ session, children }: { session: string; children: ComponentChildren }) {
  return (
    <form method="post" action={paths.accountSessions()} hx-boost="false">
      <input type="hidden" name="session" value={session} />
      {children}
    </form>
  )
}
