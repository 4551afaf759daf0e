/** A field to search the catalogue by, in the header and on the front page. */
import { domain } from '../domain.ts'
import { paths } from '../paths.ts'
import { classNames } from './classes.ts'
import { Icon } from './icon.tsx'
import { cachedHtml } from './cached-html.ts'

export interface SearchBoxProps {
  /** What is in it. */
  readonly query?: string | undefined
  /** Tells two search boxes of one page apart. */
  readonly id?: string | undefined
  readonly size?: 'medium' | 'large' | undefined
  /** What is searched, where it is not the items. */
  readonly action?: string | undefined
  readonly label?: string | undefined
}

export const SearchBox = cachedHtml((props: SearchBoxProps) => {
  const {
    query = '',
    id = 'search',
    size,
    action = paths.items(),
    label = `Search ${domain.item.many}`,
  } = props
  const input = (
    <input
      id={id}
      class="search-input"
      type="search"
      name="q"
      value={query}
      placeholder={label}
      maxLength={500}
      autocomplete="off"
      enterkeyhint="search"
      data-search-key="/"
    />
  )
  return (
    <form
      class={classNames('search', size === 'large' && 'search-large')}
      role="search"
      aria-label={label}
      action={action}
      method="get"
    >
      <label class="visually-hidden" for={id}>
        {label}
      </label>
      <Icon name="search" />
      {action === paths.items() ? (
        <search-suggestions data-from={paths.suggestions()}>{input}</search-suggestions>
      ) : (
        input
      )}
      <button class="search-button" type="submit">
        Search
      </button>
    </form>
  )
})
