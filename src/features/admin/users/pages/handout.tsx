/** One-time passwords to hand over: shown once, made to be printed and cut apart. */
import { counted, domain, noun } from '../../../../domain.ts'
import { paths } from '../../../../paths.ts'
import { LinkButton } from '../../../../ui/button.tsx'
import { Message } from '../../../../ui/message.tsx'
import { PageHeader } from '../../../../ui/page-header.tsx'

export interface HandoutProps {
  handouts: readonly { username: string; password: string }[]
  /** Where people sign in. */
  address: string
  /** Where to go on. */
  next: { label: string; href: string }
}

export function HandoutPage({ handouts, address, next }: HandoutProps) {
  return (
    <>
      <PageHeader
        title={
          handouts.length === 1
            ? 'A one-time password'
            : `${counted(handouts.length, noun('account', 'accounts'))} added`
        }
        actions={<LinkButton href={next.href}>{next.label}</LinkButton>}
      />
      <div class="not-printed">
        <Message kind="warning" title="These passwords are shown only now">
          <p>
            Print this page or write them down before you leave it. Each is good until its owner has chosen
            another.
          </p>
        </Message>
      </div>
      <ul class="handouts" role="list">
        {handouts.map(({ username, password }) => (
          <li class="handout">
            <p class="handout-site">{domain.name}</p>
            <dl>
              <dt>Sign in at</dt>
              <dd>{address + paths.login()}</dd>
              <dt>Username</dt>
              <dd>
                <strong>{username}</strong>
              </dd>
              <dt>One-time password</dt>
              <dd>
                <code>{password}</code>
              </dd>
            </dl>
          </li>
        ))}
      </ul>
    </>
  )
}
