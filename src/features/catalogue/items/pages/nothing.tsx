/** What stands where the list finds nothing, and what is offered where it finds little. */
import type { ComponentChildren } from 'preact'
import { counted, formatNumber } from '../../../../rules/words.ts'
import { domain } from '../../../../domain.ts'
import { paths } from '../../../../paths.ts'
import { LinkButton } from '../../../../ui/button.tsx'
import { ChipList } from '../../../../ui/chip.tsx'
import { Message } from '../../../../ui/message.tsx'
import { EmptyState } from '../../../../ui/empty-state.tsx'
import { safeHref } from '../../../../ui/safe-href.ts'
import { ItemCards } from '../../parts/item-cards.tsx'
import { nothingChosen } from '../forms/choices.ts'
import { isNarrowed } from '../forms/filter.ts'
import type { ItemFilter } from '../forms/filter.ts'
import type { OfferedName, Offers } from '../queries.ts'

interface NothingProps {
  filter: ItemFilter
  offers?: Offers | undefined
  href: (change: Partial<ItemFilter>) => string
}

export function Nothing({ filter, offers, href }: NothingProps) {
  const keyed = filter.after !== null || filter.before !== null
  if (filter.page > 1 || keyed) {
    return (
      <EmptyState
        title="There is no such page"
        actions={<LinkButton href={href({})}>Go to the first page</LinkButton>}
      >
        There is nothing on this page.
        {keyed && ` The ${domain.item.one} that it began at may have been deleted.`}
      </EmptyState>
    )
  }
  if (!isNarrowed(filter)) return <EmptyState title={`There are no ${domain.item.many} yet`} />
  if (offers?.instead) return <Instead {...{ filter, href }} {...offers.instead} />
  return (
    <EmptyState
      title={`No ${domain.item.many} fit`}
      actions={<LinkButton href={paths.items()}>{`All ${domain.item.many}`}</LinkButton>}
    >
      {filter.query.length === 0 ? (
        'Take a filter off, or choose a wider range.'
      ) : (
        <Offered {...{ filter, offers, href }} />
      )}
    </EmptyState>
  )
}

/** What the nearest spelling finds, so that nobody has to ask for it. */
function Instead({
  filter,
  href,
  q,
  items,
  total,
}: Pick<NothingProps, 'filter' | 'href'> & NonNullable<Offers['instead']>) {
  return (
    <>
      <Message title={`No ${domain.item.many} fit “${filter.q}”`}>
        {'Shown instead: '}
        <a href={safeHref(href({ q }))}>{counted(total, domain.item)}</a>
        {' for “'}
        <bdi>{q}</bdi>”.
      </Message>
      <ItemCards items={items} level={2} />
      {total > items.length && (
        <p>
          <LinkButton href={href({ q })}>{`Show all ${formatNumber(total)}`}</LinkButton>
        </p>
      )}
    </>
  )
}

function Offered({ filter, offers, href }: NothingProps) {
  const { spelling = [], names = [], withoutFilters = 0 } = offers ?? {}
  if (spelling.length === 0 && names.length === 0 && withoutFilters === 0) return <Advice filter={filter} />
  return (
    <>
      <DidYouMean spelling={spelling} href={href} />
      {withoutFilters > 0 && (
        <p>
          <a href={safeHref(href(noFilters))}>{`The same words without the filters`}</a>
          {` find ${counted(withoutFilters, domain.item)}.`}
        </p>
      )}
      {names.length > 0 && (
        <div class="offered-names">
          <p>These names come near:</p>
          <ChipList chips={names.map(chipOf)} />
        </div>
      )}
    </>
  )
}

/** All that narrows the list beside its search. */
const noFilters: Partial<ItemFilter> = { ...nothingChosen, fields: {}, breaks: '', is: [] }

const chipOf = ({ choice, id, name, count }: OfferedName) => ({
  children: name,
  count,
  href: paths.items({ [choice]: [id] }),
})

function Advice({ filter }: Pick<NothingProps, 'filter'>) {
  const isFiltered = isNarrowed({ ...filter, query: [] })
  const advice =
    filter.query.length > 1
      ? 'Nothing has all that you look for. Check the spelling, try fewer words or their beginnings'
      : 'Nothing has what you look for. Check the spelling, or try the beginning of the word'
  return <>{`${advice}${isFiltered ? ', or take a filter off.' : '.'}`}</>
}

/** What was typed in other spellings, each a link. */
export function DidYouMean({
  spelling,
  href,
}: Pick<NothingProps, 'href'> & Required<Pick<Offers, 'spelling'>>) {
  if (spelling.length === 0) return null
  return (
    <p class="did-you-mean">
      {'Did you mean '}
      {spelling.map(({ q }, index): ComponentChildren => (
        <>
          {index > 0 && ' or '}
          <a href={safeHref(href({ q }))}>
            <bdi>{q}</bdi>
          </a>
        </>
      ))}
      ?
    </p>
  )
}
