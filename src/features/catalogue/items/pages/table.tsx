/** The list of items as a table, sorted by a click on its head. */
import { soughtWords } from '../../../../rules/found-words.ts'
import type { WordsTerm } from '../../../../rules/search-query.ts'
import { capital } from '../../../../rules/words.ts'
import { declarationOf, lookups } from '../../../../declared.ts'
import { domain } from '../../../../domain.ts'
import type { DeclaredName, FieldName } from '../../../../declared.ts'
import { isReference } from '../../../../fields/field.ts'
import { paths } from '../../../../paths.ts'
import { cellKind, showField } from '../../../../ui/fields/index.tsx'
import { FoundLineText, Marked, markedIn } from '../../../../ui/marked.tsx'
import { Table } from '../../../../ui/table.tsx'
import type { TableColumn } from '../../../../ui/table.tsx'
import { foundLineOf, soughtInField } from '../../parts/found-line.ts'
import { References, rowsIn } from '../../parts/references.tsx'
import type { ItemFilter } from '../forms/filter.ts'
import type { ListedItem } from '../queries.ts'

interface ItemTableProps {
  items: ListedItem[]
  filter: ItemFilter
  /** The fields that the viewer may read. */
  readable: readonly DeclaredName[]
  href: (change: Partial<ItemFilter>) => string
  attributes: Record<string, string>
}

/** So many columns beside the title and the type fit beside the filters; more of them move sideways. */
const mostThatFit = 5

export function ItemTable({ items, filter, readable, href, attributes }: ItemTableProps) {
  const shown = readable.filter((name) => name !== 'title' && declarationOf(name).table)
  const words = soughtWords(filter.query)
  const [first, ...others] = shown.map((name) => column(name, { filter, href, words }))
  const type: TableColumn<ListedItem> = {
    key: 'type',
    label: capital(lookups.types.noun.one),
    cell: (item) => <a href={paths.type(item.item_type_id)}>{item.type}</a>,
  }
  return (
    <Table<ListedItem>
      caption={capital(domain.item.many)}
      rows={items}
      wide={shown.length > mostThatFit}
      sortAttributes={attributes}
      columns={[
        {
          key: 'title',
          label: domain.fields.title.label,
          heads: true,
          ...sorting('title', filter, href),
          cell: (item) => <Title {...{ item, words }} />,
        },
        ...(first ? [first] : []),
        type,
        ...others,
      ]}
    />
  )
}

interface ColumnProps extends Pick<ItemTableProps, 'filter' | 'href'> {
  words: readonly WordsTerm[]
}

function column(name: DeclaredName, { filter, href, words }: ColumnProps): TableColumn<ListedItem> {
  const field = declarationOf(name)
  const { label } = field
  const sought = soughtInField(words, name)
  if (isReference(field)) {
    const cell = (item: ListedItem) => <References field={field} rows={rowsIn(item, name)} words={sought} />
    return { key: name, label, cell }
  }
  return {
    ...{ key: name, label, kind: cellKind(field) },
    ...(field.sort && sorting(name, filter, href)),
    cell: (item) => markedIn(showField(field, item[name as FieldName], item), sought),
  }
}

function Title({ item, words }: Pick<ColumnProps, 'words'> & { item: ListedItem }) {
  const found = foundLineOf(item, words)
  return (
    <>
      <a href={paths.item(item.id)} dir="auto">
        <Marked text={item.title} words={soughtInField(words, 'title')} />
      </a>
      {found && <FoundLineText {...found} />}
    </>
  )
}

/** A click sorts upwards, a second one downwards. */
function sorting(by: DeclaredName, { sort }: ItemFilter, href: ItemTableProps['href']) {
  const sorted =
    sort === by ? ('ascending' as const) : sort === `-${by}` ? ('descending' as const) : undefined
  return { sortHref: href({ sort: sort === by ? `-${by}` : by }), sorted }
}
