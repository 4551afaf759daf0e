/** What a page says when it cannot be shown: what happened, whose turn it is, and where to go on. */
import type { ComponentChildren } from 'preact'
import { domain } from '../domain.ts'
import { paths } from '../paths.ts'
import { LinkButton } from './button.tsx'

interface Words {
  readonly title: string
  readonly text: string
}

const words: Record<number, Words> = {
  400: {
    title: 'That request could not be read',
    text: 'Something in the address or in what was sent is not as it should be. Go back and try again.',
  },
  401: { title: 'Please sign in', text: 'This page is for people who are signed in.' },
  403: {
    title: 'You do not have permission to do this',
    text: 'Your role does not allow it. Someone on the staff can help.',
  },
  404: {
    title: 'Nothing is filed here',
    text: 'The address may be mistyped, or what stood here has been removed.',
  },
  405: { title: 'That is not possible here', text: 'This page can be read, but not used in that way.' },
  409: {
    title: 'Someone else saved first',
    text: 'Someone else changed this while you were working on it. Go back, reload, and compare before you save again.',
  },
  413: { title: 'That is too large', text: 'What was sent is larger than this page takes.' },
  414: { title: 'That address is too long', text: 'Try a shorter search, or fewer filters at once.' },
  421: {
    title: 'This is not the address of this site',
    text: 'The site does not accept the host name in this address. Use the address that you were given. If you run the site: the log has the host name, and the settings BASE_URL and ALLOWED_HOSTS list the names that are accepted.',
  },
  422: {
    title: 'Something needs to be fixed',
    text: 'What was sent does not fit. Go back, look at the messages, and send it again.',
  },
  429: {
    title: 'A little slower, please',
    text: 'There were too many attempts in a short time. Wait a minute, then try again.',
  },
  500: {
    title: 'That went wrong, and it is our fault',
    text: 'Try again. If it happens again, send the number below to the people who run this site.',
  },
  503: {
    title: 'Too busy just now',
    text: 'The database was busy, so this was not finished in time. Try again in a few seconds. If you asked for a long list, use more filters.',
  },
  507: {
    title: 'There is no room left to save',
    text: 'Nothing was changed. Reading goes on; saving works again when the people who run this site have made room.',
  },
}

/** Errors that share their status with another error, and need other words. */
const wordsOfReasons = {
  'other-origin': {
    title: 'This form was sent from another site',
    text: 'The page with the form is not part of this site, or the browser did not say where it came from. Nothing was changed. Open this site at its own address and send the form from there. If you run the site: that address is the setting BASE_URL.',
  },
  'not-https': {
    title: 'This page was opened without https',
    text: 'This site needs https: without it, the browser does not keep you signed in. Nothing was changed. Put https:// in front of the address and try again. If you run the site: the setting BASE_URL says https.',
  },
} as const satisfies Record<string, Words>

export type Reason = keyof typeof wordsOfReasons

export function isReason(text: string | undefined): text is Reason {
  return text !== undefined && Object.hasOwn(wordsOfReasons, text)
}

export interface ErrorPageProps {
  readonly status: number
  /** Where the status alone would say something else. */
  readonly reason?: Reason | undefined
  /** The number under which the log has the whole story. */
  readonly requestId?: string | undefined
  /** One more sentence where there is something particular to say, such as how long to wait. */
  readonly children?: ComponentChildren
}

/** The title of an error page, for the document's own title. */
export function errorTitle(status: number, reason?: Reason): string {
  return wordsFor(status, reason).title
}

export function ErrorPage({ status, reason, requestId, children }: ErrorPageProps) {
  const { title, text } = wordsFor(status, reason)
  return (
    <section class="error-page">
      <p class="error-status" aria-hidden="true">
        {status}
      </p>
      <div class="error-words">
        <h1>{title}</h1>
        <p>{text}</p>
        {children && <div>{children}</div>}
        <p class="error-actions">
          <LinkButton href={paths.items()} look="primary" icon="arrow-end">
            {`All ${domain.item.many}`}
          </LinkButton>
          <LinkButton href={paths.home()}>Front page</LinkButton>
        </p>
        {requestId && (
          <p class="error-request">
            Request <code>{requestId}</code>
          </p>
        )}
      </div>
    </section>
  )
}

function wordsFor(status: number, reason?: Reason): Words {
  const exact = reason === undefined ? words[status] : wordsOfReasons[reason]
  if (exact) return exact
  const family = status >= 500 ? words[500] : words[400]
  return family ?? { title: 'Not shown', text: '' }
}
