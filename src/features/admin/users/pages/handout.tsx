/** One-time passwords to hand over: shown once, made to be printed and cut apart. */
import { counted, noun } from '../../../../rules/words.ts'
import { domain } from '../../../../domain.ts'
import { paths } from '../../../../paths.ts'
import { LinkButton } from '../../../../ui/button.tsx'
import { Message } from '../../../../ui/message.tsx'
import { PageHeader } from '../../../../ui/page-header.tsx'
import { accounts } from './accounts.ts'

export interface HandoutProps {
  handouts: readonly { username: string; password: string }[]
  /** Whether the accounts are new, or one that there was has another password now. */
  why: 'added' | 'reset'
  /** Where people sign in. */
  address: string
  /** How many days the passwords are good for. */
  days: number
  /** Where to go on. */
  next: { label: string; href: string }
}

const oneTimePassword = noun('one-time password', 'one-time passwords')

/** What the page is called, in its heading and in the title of the window. */
export function handoutTitle({ length }: HandoutProps['handouts']): string {
  return length === 1 ? 'One-time password' : counted(length, oneTimePassword)
}

export function HandoutPage({ handouts, why, address, days, next }: HandoutProps) {
  const one = handouts.length === 1
  const news = `${deedOf(handouts, why)} ${one ? 'This password is' : 'These passwords are'} shown only now.`
  return (
    <>
      {/* It takes the focus like what is said of every other deed: who misses it and leaves has lost the passwords. */}
      <div class="page-notice not-printed" role="group" aria-label={news} tabIndex={-1} autofocus>
        <Message kind="warning" title={news}>
          <p>
            {`Print this page or write ${one ? 'it' : 'them'} down before you leave it. ${one ? 'It' : 'Each'} works once, within ${counted(days, noun('day', 'days'))}; then its owner chooses another.`}
          </p>
        </Message>
      </div>
      <PageHeader title={handoutTitle(handouts)} />
      <ul class="handouts" role="list">
        {handouts.map((handout, index) => (
          <Handout {...handout} address={address} id={`password-${index + 1}`} />
        ))}
      </ul>
      {/* After the passwords, so that nobody who goes on by keyboard leaves before them. */}
      <p class="not-printed">
        <LinkButton href={next.href}>{next.label}</LinkButton>
      </p>
    </>
  )
}

/** What was done, in a sentence. */
function deedOf(handouts: HandoutProps['handouts'], why: HandoutProps['why']): string {
  const [{ username } = { username: '' }, ...others] = handouts
  if (why === 'reset') return `${username} has a one-time password.`
  return others.length === 0
    ? `The account ${username} was added.`
    : `${accounts(handouts.length)} were added.`
}

interface OneHandoutProps {
  username: string
  password: string
  address: string
  /** By which the button finds the password to copy. */
  id: string
}

function Handout({ username, password, address, id }: OneHandoutProps) {
  return (
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
        <dd class="handout-password">
          <code id={id}>{password}</code>
          <copy-button class="not-printed" for={id} label={`Copy the one-time password of ${username}`} />
        </dd>
      </dl>
    </li>
  )
}
