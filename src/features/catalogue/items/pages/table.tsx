/** The list of items as a table, sorted by a click on its head. */
import { capital } from '../../../../rules/words.ts'
import { domain } from '../../../../domain.ts'
import { paths } from '../../../../paths.ts'
import { NameList } from '../../../../ui/name-list.tsx'
import { Table } from '../../../../ui/table.tsx'
import { yearText } from '../../../../ui/year.ts'
import type { ItemFilter } from '../forms/filter.ts'
import type { ListedItem } from '../queries.ts'

interface ItemTableProps {
  items: ListedItem[]
  filter: ItemFilter
  href: (change: Partial<ItemFilter>) => string
  attributes: Record<string, string>
}

export function ItemTable({ items, filter, href, attributes }: ItemTableProps) {
  return (
    <Table<ListedItem>
      caption={capital(domain.item.many)}
      rows={items}
      sortAttributes={attributes}
      columns={[
        {
          key: 'title',
          label: domain.labels.title,
          heads: true,
          ...sorting('title', filter, href),
          cell: title,
        },
        { key: 'creators', label: capital(domain.creator.many), cell: creators },
        {
          key: 'type',
          label: capital(domain.type.one),
          cell: (item) => <a href={paths.type(item.item_type_id)}>{item.type}</a>,
        },
        {
          key: 'year',
          label: domain.labels.year,
          kind: 'number',
          ...sorting('year', filter, href),
          cell: (item) => item.year !== null && yearText(item.year),
        },
        { key: 'identifier', label: domain.labels.identifier, kind: 'code', cell: (item) => item.identifier },
      ]}
    />
  )
}

function title(item: ListedItem) {
  return (
    <a href={paths.item(item.id)} dir="auto">
      {item.title}
    </a>
  )
}

function creators(item: ListedItem) {
  return (
    item.creators.length > 0 && (
      <NameList
        names={item.creators.map(({ id, name }) => ({ name, href: paths.creator(id) }))}
        show={2}
        countOnly
      />
    )
  )
}

/** A click sorts upwards, a second one downwards. */
function sorting(by: 'title' | 'year', { sort }: ItemFilter, href: ItemTableProps['href']) {
  const sorted =
    sort === by ? ('ascending' as const) : sort === `-${by}` ? ('descending' as const) : undefined
  return { sortHref: href({ sort: sort === by ? `-${by}` : by }), sorted }
}
