/** One creator, category or type: what is known of it, and its items, however many there are. */
import type { ComponentChildren } from 'preact'
import { capital, counted } from '../rules/words.ts'
import { domain } from '../domain.ts'
import type { Noun } from '../rules/words.ts'
import { paths } from '../paths.ts'
import { BarChart } from './bar-chart.tsx'
import { EmptyState } from './empty-state.tsx'
import { ItemCards } from './item-cards.tsx'
import type { CardItem } from './item-cards.tsx'
import { ListPages, endsOf } from './list-pages.tsx'
import type { Place } from './list-pages.tsx'
import { PageHeader } from './page-header.tsx'
import { Toolbar } from './toolbar.tsx'

interface Companion {
  readonly id: number
  readonly name: string
  readonly count: number
}

export interface NamePageProps {
  readonly word: Noun
  readonly name: string
  /** Of a creator's life. */
  readonly years?: string | undefined
  readonly lead?: ComponentChildren
  readonly actions?: ComponentChildren
  readonly indexPath: string
  /** Its items in the catalogue, where they can be filtered and sorted. */
  readonly itemsPath: string
  readonly place: Place
  readonly list: {
    readonly items: readonly CardItem[]
    readonly hasBefore: boolean
    readonly hasAfter: boolean
    readonly total: number
  }
  /** The categories and creators that its items have besides. */
  readonly around: { readonly categories: readonly Companion[]; readonly creators: readonly Companion[] }
  /** This page at another place in its list. */
  readonly href: (place: Place) => string
}

const perPage = 24

export function NamePage(props: NamePageProps) {
  const { word, name, years, lead, actions, indexPath, itemsPath, place, list, around, href } = props
  return (
    <>
      <PageHeader
        title={name}
        kind={years && <span class="number">{years}</span>}
        lead={lead}
        actions={actions}
        breadcrumbs={[{ label: capital(word.many), href: indexPath }]}
      />
      <div class="beside">
        <section aria-label={capital(domain.item.many)}>
          <Toolbar summary={<b>{counted(list.total, domain.item)}</b>}>
            {list.total > 1 && <a href={itemsPath}>Filter and sort</a>}
          </Toolbar>
          {list.items.length === 0 ? (
            <Nothing place={place} href={href} />
          ) : (
            <ItemCards items={list.items} level={2} />
          )}
          <ListPages ends={endsOf(list)} place={place} perPage={perPage} total={list.total} href={href} />
        </section>
        {list.total > 1 && <Companions around={around} word={word} />}
      </div>
    </>
  )
}

function Nothing({ place, href }: Pick<NamePageProps, 'place' | 'href'>) {
  const beyondTheEnd = place.page > 1 || place.after !== null || place.before !== null
  if (!beyondTheEnd) return <EmptyState title={`No ${domain.item.many} here yet`} level={2} />
  return (
    <EmptyState title="The list is not that long" level={2}>
      <a href={href({ page: 1, after: null, before: null })}>To its first page</a>
    </EmptyState>
  )
}

function Companions({ around, word }: Pick<NamePageProps, 'around' | 'word'>) {
  const chart = (of: Noun, values: readonly Companion[], address: (id: number) => string) =>
    values.length > 0 && (
      <BarChart
        caption={of === word ? 'Together with' : capital(of.many)}
        heads={[capital(of.one), capital(domain.item.many)]}
        data={values.map(({ id, name, count }) => ({ label: name, value: count, href: address(id) }))}
      />
    )
  return (
    <div class="stack">
      {chart(domain.category, around.categories, paths.category)}
      {chart(domain.creator, around.creators, paths.creator)}
    </div>
  )
}
