/** The lists of the front page: as cards, as a table, or in lines. */
import type { ComponentChildren } from 'preact'
import { declarationOf } from '../../../declared.ts'
import type { DeclaredName, FieldName } from '../../../declared.ts'
import { domain } from '../../../domain.ts'
import { isReference } from '../../../fields/field.ts'
import { paths } from '../../../paths.ts'
import { counted } from '../../../rules/words.ts'
import { classNames } from '../../../ui/classes.ts'
import { cellKind, isFilled, showField } from '../../../ui/fields/index.tsx'
import { Lines } from '../../../ui/lines.tsx'
import { Table } from '../../../ui/table.tsx'
import type { TableColumn } from '../../../ui/table.tsx'
import { ItemCards } from '../../catalogue/parts/item-cards.tsx'
import { References, rowsIn } from '../../catalogue/parts/references.tsx'
import type { ShownList } from '../queries.ts'

type Item = ShownList['items'][number]

/** @param items how many there are in all @param number from 1, of the blocks of the page */
export function List({ list, items, number }: { list: ShownList; items: number; number: number }) {
  const title = list.title ?? `Newest ${domain.item.many}`
  const heading = `block-${number}`
  return (
    <section
      class={classNames('section', list.as === 'cards' && 'newest', list.urgent && 'is-urgent')}
      aria-labelledby={heading}
    >
      <div class="section-head">
        <h2 id={heading}>{title}</h2>
        {list.show === 'newest' && <a href={paths.items()}>{`All ${counted(items, domain.item)}`}</a>}
        {list.more && (
          <a href={paths.items(list.more)}>
            All<span class="visually-hidden">{` of “${title}”`}</span>
          </a>
        )}
      </div>
      {list.items.length === 0 ? <p class="home-none">{list.empty}</p> : <Items list={list} title={title} />}
    </section>
  )
}

function Items({ list: { as, items, fields }, title }: { list: ShownList; title: string }) {
  if (as === 'cards') return <ItemCards items={items} />
  if (as === 'table') return <Table<Item> caption={title} rows={items} columns={columnsOf(fields)} />
  const [lead, ...others] = fields
  return (
    <Lines
      label={title}
      lines={items.map((item) => ({
        title: item.title,
        href: paths.item(item.id),
        lead: lead && show(item, lead),
        facts: others.filter((name) => hasValue(item, name)).map((name) => fact(item, name)),
      }))}
    />
  )
}

function columnsOf(fields: readonly DeclaredName[]): TableColumn<Item>[] {
  return [
    {
      key: 'title',
      label: domain.fields.title.label,
      heads: true,
      cell: ({ id, title }) => (
        <a href={paths.item(id)} dir="auto">
          {title}
        </a>
      ),
    },
    ...fields.map((name) => {
      const field = declarationOf(name)
      return {
        key: name,
        label: field.label,
        ...(!isReference(field) && { kind: cellKind(field) }),
        cell: (item: Item) => show(item, name),
      }
    }),
  ]
}

/** A number among words says what it counts. */
function fact(item: Item, name: DeclaredName): ComponentChildren {
  const { kind, label } = declarationOf(name)
  return kind === 'integer' || kind === 'decimal' ? (
    <>
      {`${label}: `}
      {show(item, name)}
    </>
  ) : (
    show(item, name)
  )
}

function hasValue(item: Item, name: DeclaredName): boolean {
  const field = declarationOf(name)
  return isReference(field) ? rowsIn(item, name).length > 0 : isFilled(field, item[name as FieldName])
}

function show(item: Item, name: DeclaredName): ComponentChildren {
  const field = declarationOf(name)
  return isReference(field) ? (
    <References field={field} rows={rowsIn(item, name)} />
  ) : (
    showField(field, item[name as FieldName])
  )
}
