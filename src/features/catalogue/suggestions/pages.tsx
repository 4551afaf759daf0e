/** The suggestions: items and entries of lookups under their headings, and the way to the whole search. */
import type { ComponentChildren } from 'preact'
import { lookups } from '../../../declared.ts'
import { domain } from '../../../domain.ts'
import { paths } from '../../../paths.ts'
import { capital, counted } from '../../../rules/words.ts'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { PageHeader } from '../../../ui/page-header.tsx'
import type { Suggestions } from './queries.ts'

export interface SuggestionsProps {
  /** What was typed. */
  readonly text: string
  readonly suggestions: Suggestions
}

export const suggestionsTitle = (text: string) => (text === '' ? 'Suggestions' : `Suggestions for “${text}”`)

export function SuggestionsPage(props: SuggestionsProps) {
  return (
    <>
      <PageHeader title={suggestionsTitle(props.text)} />
      {isEmpty(props.suggestions) && (
        <EmptyState title={props.text === '' ? 'Nothing was typed' : 'Nothing begins so'} />
      )}
      <SuggestionList {...props} />
    </>
  )
}

const isEmpty = ({ items, lookups: groups }: Suggestions) => items.length === 0 && groups.length === 0

/** The same list stands on the page and below the search box, where a script makes options of its links. */
export function SuggestionList({ text, suggestions }: SuggestionsProps) {
  const { items, lookups: groups } = suggestions
  return (
    <div class="suggestions">
      {items.length > 0 && (
        <Group heading={capital(domain.item.many)}>
          {items.map(({ id, title, type }) => (
            <Suggestion href={paths.item(id)} name={title} note={type} />
          ))}
        </Group>
      )}
      {groups.map(({ lookup, entries }) => (
        <Group heading={capital(lookups[lookup].noun.many)}>
          {entries.map(({ id, name, count }) => (
            <Suggestion
              href={paths.entry(lookup, id)}
              name={name}
              note={count === null ? undefined : counted(count, domain.item)}
            />
          ))}
        </Group>
      ))}
      {text !== '' && (
        <ul role="list" class="suggestions-all">
          <Suggestion href={paths.items({ q: text })} name={`Search for “${text}”`} />
        </ul>
      )}
    </div>
  )
}

function Group({ heading, children }: { readonly heading: string; readonly children: ComponentChildren }) {
  return (
    <section class="suggestions-group">
      <h2 class="suggestions-heading">{heading}</h2>
      <ul role="list">{children}</ul>
    </section>
  )
}

interface SuggestionProps {
  readonly href: string
  readonly name: string
  readonly note?: string | undefined
}

function Suggestion({ href, name, note }: SuggestionProps) {
  return (
    <li>
      <a class="suggestion" href={href}>
        <bdi class="suggestion-name">{name}</bdi>
        {note !== undefined && <span class="suggestion-note">{note}</span>}
      </a>
    </li>
  )
}
