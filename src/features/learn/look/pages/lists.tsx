/** The style sheet's second part: cards, tables, indexes, paging. */
import { capital } from '../../../../rules/words.ts'
import { lookups } from '../../../../declared.ts'
import { domain } from '../../../../domain.ts'
import { Breadcrumbs } from '../../../../ui/breadcrumbs.tsx'
import { Card, CardGrid, type CardProps } from '../../../../ui/card.tsx'
import { Facts } from '../../../../ui/facts.tsx'
import { IndexList } from '../../../../ui/index-list.tsx'
import { Letters } from '../../../../ui/letters.tsx'
import { NameList } from '../../../../ui/name-list.tsx'
import { Pagination } from '../../../../ui/pagination.tsx'
import { Table } from '../../../../ui/table.tsx'
import { identifierLabel, several, usual, works } from './works.ts'

export interface Copy {
  /** Keeps the ids and names of two copies on one page apart. */
  readonly suffix: string
}

/** How a copy says which it is, after its name. */
export function copy(suffix: string): string {
  return suffix && ` (${suffix.slice(1)})`
}

export function CardSpecimen() {
  return (
    <CardGrid label={capital(domain.item.many)}>
      {works.map((work) => (
        <li>
          <Card {...work} />
        </li>
      ))}
    </CardGrid>
  )
}

export function TableSpecimen() {
  return (
    <Table<CardProps>
      caption={capital(domain.item.many)}
      rows={works}
      columns={[
        {
          key: 'title',
          label: domain.fields.title.label,
          heads: true,
          sortHref: '#tables',
          sorted: 'ascending',
          cell: (work) => <a href={work.href}>{work.title}</a>,
        },
        {
          key: 'creators',
          label: capital(lookups.creators.noun.many),
          cell: ({ names }) => names && <NameList names={names} show={2} countOnly />,
        },
        { key: 'type', label: capital(lookups.types.noun.one), cell: (work) => work.type },
        {
          key: 'year',
          label: 'Year',
          kind: 'number',
          sortHref: '#tables',
          cell: (work) => work.note,
        },
        { key: 'identifier', label: identifierLabel, kind: 'code', cell: (work) => work.facts?.[0]?.value },
      ]}
    />
  )
}

export function FactsSpecimen() {
  return (
    <Facts
      facts={[
        { term: capital(lookups.types.noun.one), value: usual.type },
        { term: 'Year', value: usual.note, kind: 'code' },
        { term: identifierLabel, value: usual.facts?.[0]?.value, kind: 'code' },
        {
          term: capital(lookups.creators.noun.many),
          value: <NameList names={several.names ?? []} show={2} />,
        },
        {
          term: 'Description',
          value: 'Long text stands below its term, over the whole width.',
          kind: 'wide',
        },
      ]}
    />
  )
}

export function IndexSpecimen({ suffix }: Copy) {
  const tabs = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((letter) => ({
    letter,
    href: 'QX'.includes(letter) ? undefined : '#indexes',
    current: letter === 'H',
  }))
  const names = [
    'Seamus Heaney',
    'Alfred Hitchcock',
    'Billie Holiday',
    'Grace Hopper',
    'Bohumil Hrabal',
    'Zora Neale Hurston',
  ]
  return (
    <div>
      <Breadcrumbs
        steps={[{ label: capital(lookups.creators.noun.many), href: '#indexes' }]}
        current="H"
        label={`Breadcrumbs${copy(suffix)}`}
      />
      <Letters tabs={tabs} label={`By first letter${copy(suffix)}`} />
      <IndexList
        entries={names.map((name, index) => ({ name, href: '#indexes', count: 3 * index + 1 }))}
        word={domain.item}
      />
    </div>
  )
}

export function PagingSpecimen({ suffix }: Copy) {
  const hrefOf = () => '#paging'
  const label = `Pages of ${domain.item.many}${copy(suffix)}`
  return (
    <div>
      <Pagination label={`${label}, first`} nextHref="#paging" page={1} pages={3} hrefOf={hrefOf} />
      <Pagination
        label={`${label}, between`}
        previousHref="#paging"
        nextHref="#paging"
        page={17}
        pages={40}
        hrefOf={hrefOf}
      />
      <Pagination
        label={`${label}, of unknown number`}
        previousHref="#paging"
        nextHref="#paging"
        page={212}
      />
    </div>
  )
}
