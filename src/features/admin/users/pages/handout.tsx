/** One-time passwords to hand over: shown once, made to be printed and cut apart. */
import { domain } from '../../../../domain.ts'
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

/** What the page is called, in its heading and in the title of the window. */
export function handoutTitle({ length }: HandoutProps['handouts']): string {
  return length === 1 ? 'One-time password' : `${length.toLocaleString('en')} one-time passwords`
}

export function HandoutPage({ handouts, address, next }: HandoutProps) {
  const one = handouts.length === 1
  return (
    <>
      <div class="page-notice not-printed">
        <Message kind="warning" title={`${one ? 'This password is' : 'These passwords are'} shown only now`}>
          <p>
            {`Print this page or write ${one ? 'it' : 'them'} down before you leave it. ${one ? 'It' : 'Each'} is good until its owner has chosen another.`}
          </p>
        </Message>
      </div>
      <PageHeader
        title={handoutTitle(handouts)}
        actions={<LinkButton href={next.href}>{next.label}</LinkButton>}
      />
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
