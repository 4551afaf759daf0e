/** The corner of the header that belongs to the visitor: a way in, or their name with their own menu behind it. */
import { paths } from '../paths.ts'
import { Button, LinkButton } from './button.tsx'
import { notBoosted } from './boost.ts'
import { Icon } from './icon.tsx'
import { cachedHtml } from './cached-html.ts'

/** Whoever is signed in, as far as the header shows them. */
export interface MenuAccount {
  readonly username: string
  /** What their role is called. */
  readonly role?: string | undefined
  /** What their menu leads to beside their account, such as administration. */
  readonly menu?: readonly { readonly label: string; readonly href: string }[] | undefined
}

export interface AccountMenuProps {
  readonly viewer?: MenuAccount | undefined
  /** The page one is on, to come back to after signing in. */
  readonly path: string
  readonly registration: boolean
}

export function AccountMenu({ viewer, path, registration }: AccountMenuProps) {
  if (viewer) return <OwnMenu username={viewer.username} role={viewer.role} menu={viewer.menu} />
  return (
    <div class="account" id="account">
      <LinkButton href={paths.login(path === paths.home() ? undefined : path)} look="quiet" more={notBoosted}>
        Sign in
      </LinkButton>
      {registration && <Register />}
    </div>
  )
}

const Register = () => (
  <LinkButton href={paths.register()} more={{ class: 'button button-plain account-register' }}>
    Register
  </LinkButton>
)

/** The menu of whoever is signed in. */
const OwnMenu = cachedHtml(({ username, role, menu = [] }: MenuAccount) => (
  <details class="account account-menu" id="account">
    <summary class="button button-quiet">
      <Icon name="person" />
      <span class="visually-hidden">Account of </span>
      <bdi class="account-name">{username}</bdi>
      <Icon name="chevron-down" size={16} />
    </summary>
    <div class="account-sheet">
      {role && <p class="account-role">{role}</p>}
      <ul role="list">
        {[{ label: 'Your account', href: paths.account() }, ...menu].map(({ label, href }) => (
          <li>
            <a href={href}>{label}</a>
          </li>
        ))}
      </ul>
      <form method="post" action={paths.logout()} {...notBoosted}>
        <Button look="quiet">Sign out</Button>
      </form>
    </div>
  </details>
))
