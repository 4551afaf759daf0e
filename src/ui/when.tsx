/** A moment: exact in the page, and "3 minutes ago" where JavaScript runs and it is near. */

const words = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' })

/** @param at ISO 8601, UTC, as the database holds it */
export function When({ at }: { readonly at: string }) {
  return (
    <relative-time>
      <time datetime={at}>{words.format(new Date(at))} UTC</time>
    </relative-time>
  )
}
