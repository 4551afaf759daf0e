/** The list of items as a table, sorted by a click on its head. */
import { capital } from '../../../../rules/words.ts'
import { domain, itemFields } from '../../../../domain.ts'
import type { FieldName } from '../../../../domain.ts'
import { paths } from '../../../../paths.ts'
import { cellKind, showField } from '../../../../ui/fields/index.tsx'
import { NameList } from '../../../../ui/name-list.tsx'
import { Table } from '../../../../ui/table.tsx'
import type { ItemFilter } from '../forms/filter.ts'
import type { ListedItem } from '../queries.ts'

interface ItemTableProps {
  items: ListedItem[]
  filter: ItemFilter
  /** The fields that the viewer may read. */
  readable: readonly FieldName[]
  href: (change: Partial<ItemFilter>) => string
  attributes: Record<string, string>
}

export function ItemTable({ items, filter, readable, href, attributes }: ItemTableProps) {
  const fields = itemFields.filter(
    ([name, { table }]) => table === true && name !== 'title' && readable.includes(name),
  )
  return (
    <Table<ListedItem>
      caption={capital(domain.item.many)}
      rows={items}
      sortAttributes={attributes}
      columns={[
        {
          key: 'title',
          label: domain.fields.title.label,
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
        ...fields.map(([name, field]) => ({
          key: name,
          label: field.label,
          kind: cellKind(field),
          ...(field.sort && sorting(name, filter, href)),
          cell: (item: ListedItem) => showField(field, item[name]),
        })),
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
function sorting(by: FieldName, { sort }: ItemFilter, href: ItemTableProps['href']) {
  const sorted =
    sort === by ? ('ascending' as const) : sort === `-${by}` ? ('descending' as const) : undefined
  return { sortHref: href({ sort: sort === by ? `-${by}` : by }), sorted }
}
