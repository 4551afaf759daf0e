/** What one item looks like: the card itself, and the items most like it. */
import type { ComponentChild } from 'preact'
import { capital } from '../../../../rules/words.ts'
import { domain } from '../../../../domain.ts'
import type { Noun } from '../../../../rules/words.ts'
import { paths } from '../../../../paths.ts'
import { Breadcrumbs } from '../../../../ui/breadcrumbs.tsx'
import { ChipList } from '../../../../ui/chip.tsx'
import { Facts } from '../../../../ui/facts.tsx'
import { ItemCards } from '../../parts/item-cards.tsx'
import { NameList } from '../../../../ui/name-list.tsx'
import { PageTitle } from '../../../../ui/page-header.tsx'
import { dateText, yearText } from '../../../../ui/year.ts'
import type { ItemDetail, Link, ListedItem } from '../queries.ts'

export interface ItemPageProps {
  item: ItemDetail
  related: ListedItem[]
  /** What this viewer may do with it. */
  actions?: ComponentChild
}

export function ItemPage({ item, related, actions }: ItemPageProps) {
  return (
    <>
      <div class="page-bar">
        <Breadcrumbs
          steps={[
            { label: capital(domain.item.many), href: paths.items() },
            { label: item.type, href: paths.items({ type: item.item_type_id }) },
          ]}
        />
        {actions && <div class="page-actions">{actions}</div>}
      </div>
      <article>
        <Sheet item={item} />
        {related.length > 0 && (
          <section class="section" aria-labelledby="related">
            <div class="section-head">
              <h2 id="related">{`Related ${domain.item.many}`}</h2>
            </div>
            <ItemCards items={related} label={`Related ${domain.item.many}`} />
          </section>
        )}
      </article>
    </>
  )
}

function Sheet({ item }: { item: ItemDetail }) {
  return (
    <div class="sheet">
      <p class="sheet-head">
        <a href={paths.type(item.item_type_id)}>{item.type}</a>
        {item.year !== null && <span class="number">{yearText(item.year)}</span>}
      </p>
      <PageTitle>{item.title}</PageTitle>
      {item.creators.length > 0 && (
        <div class="sheet-creators">
          <h2 class="visually-hidden">{heading(item.creators, domain.creator)}</h2>
          <NameList
            names={item.creators.map(({ id, name }) => ({ name, href: paths.creator(id) }))}
            show={12}
          />
        </div>
      )}
      <div class="beside sheet-body">
        <div class="stack">
          {item.description !== '' && (
            <div class="description" dir="auto">
              {item.description}
            </div>
          )}
          {item.categories.length > 0 && (
            <div>
              <h2 class="label">{heading(item.categories, domain.category)}</h2>
              <ChipList
                chips={item.categories.map(({ id, name }) => ({ children: name, href: paths.category(id) }))}
              />
            </div>
          )}
          {item.internal_notes !== undefined && item.internal_notes !== '' && (
            <div>
              <h2 class="label">{domain.labels.internal_notes}</h2>
              <div class="description" dir="auto">
                {item.internal_notes}
              </div>
            </div>
          )}
        </div>
        <Facts
          facts={[
            { term: domain.labels.identifier, value: item.identifier, kind: 'code' },
            { term: 'Added', value: <time dateTime={item.created_at}>{dateText(item.created_at)}</time> },
            {
              term: 'Changed',
              value: item.updated_at !== item.created_at && (
                <time dateTime={item.updated_at}>{dateText(item.updated_at)}</time>
              ),
            },
          ]}
        />
      </div>
    </div>
  )
}

function heading(links: Link[], word: Noun): string {
  return capital(links.length === 1 ? word.one : word.many)
}

/** A sentence about the item, for search engines and link previews. */
export function describeItem({ title, description, creators }: ItemDetail): string {
  const by =
    creators.length > 0
      ? ` (${creators
          .slice(0, 3)
          .map(({ name }) => name)
          .join(', ')})`
      : ''
  const text = description === '' ? title + by : description
  return text.length > 200 ? `${text.slice(0, 199)}…` : text
}
