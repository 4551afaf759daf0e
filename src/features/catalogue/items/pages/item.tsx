/** What one item looks like: the card itself, and the items most like it. */
import type { ComponentChild } from 'preact'
import { capital } from '../../../../rules/words.ts'
import { itemFields, itemReferences, lookups } from '../../../../declared.ts'
import { domain } from '../../../../domain.ts'
import type { LookupName } from '../../../../declared.ts'
import type { CitedWork } from '../../../../rules/citations/work.ts'
import { paths } from '../../../../paths.ts'
import { Breadcrumbs } from '../../../../ui/breadcrumbs.tsx'
import { ChipList } from '../../../../ui/chip.tsx'
import { Facts } from '../../../../ui/facts.tsx'
import type { Fact } from '../../../../ui/facts.tsx'
import { cellKind, isFilled, noteOf, showField } from '../../../../ui/fields/index.tsx'
import { inGroups } from '../../parts/groups.ts'
import { References, linksOfRows, rowsIn } from '../../parts/references.tsx'
import { ItemCards } from '../../parts/item-cards.tsx'
import { NameList } from '../../../../ui/name-list.tsx'
import { PageTitle } from '../../../../ui/page-header.tsx'
import { RowSections } from '../../../../ui/resources/list.tsx'
import type { RowSectionsProps } from '../../../../ui/resources/list.tsx'
import { dateText } from '../../../../ui/year.ts'
import type { ItemDetail, ListedItem } from '../queries.ts'
import { Citation } from './citation.tsx'

export interface ItemPageProps {
  item: ItemDetail
  related: ListedItem[]
  /** Where the domain says how its items are cited. */
  citation?: CitedWork | undefined
  /** What belongs to it in the project's own tables. */
  sections: RowSectionsProps['sections']
  /** What this viewer may do with it. */
  actions?: ComponentChild
}

export function ItemPage({ item, related, citation, sections, actions }: ItemPageProps) {
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
        {citation && <Citation work={citation} />}
        <RowSections sections={sections} owner={item.id} />
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

/** The field at the head of the sheet, as on the card: the first one that the reader may see, since an item holds only those. */
const headFieldOf = (item: ItemDetail) =>
  itemFields.find(([name, { card, kind }]) => card === true && kind !== 'title' && name in item)

/** The text that tells what the item is: the first long text that everybody may read. It needs no heading. */
const mainText = itemFields.find(([, { kind, read }]) => kind === 'longText' && read === undefined)

/** The lists of names that the item has for this reader: the first of them stands below the title, the others are chips. */
const listsOf = (item: ItemDetail) => itemReferences.filter(([name, { many }]) => many && name in item)

function Sheet({ item }: { item: ItemDetail }) {
  const headField = headFieldOf(item)
  const [firstList, ...otherLists] = listsOf(item)
  const apart = ['title', headField?.[0], mainText?.[0]]
  const known = itemFields.filter(([name, field]) => !apart.includes(name) && isFilled(field, item[name]))
  const [texts, facts] = [true, false].map((isLong) =>
    known.filter(([, { kind }]) => (kind === 'longText') === isLong),
  )
  return (
    <div class="sheet">
      <p class="sheet-head">
        <a href={paths.type(item.item_type_id)}>{item.type}</a>
        {headField && isFilled(headField[1], item[headField[0]]) && (
          <span>{noteOf(headField[1], showField(headField[1], item[headField[0]], item))}</span>
        )}
      </p>
      <PageTitle>{item.title}</PageTitle>
      {firstList && rowsIn(item, firstList[0]).length > 0 && (
        <div class="sheet-creators">
          <h2 class="visually-hidden">{heading(firstList, item)}</h2>
          <NameList names={linksOfRows(firstList[1], rowsIn(item, firstList[0]))} show={12} />
        </div>
      )}
      <div class="beside sheet-body">
        <div class="stack">
          {mainText && isFilled(mainText[1], item[mainText[0]]) && <LongText text={item[mainText[0]]} />}
          {otherLists
            .filter(([name]) => rowsIn(item, name).length > 0)
            .map((list) => (
              <div>
                <h2 class="label">{heading(list, item)}</h2>
                <ChipList
                  chips={linksOfRows(list[1], rowsIn(item, list[0])).map(({ name, href }) => ({
                    children: name,
                    href,
                  }))}
                />
              </div>
            ))}
          {texts?.map(([name, field]) => (
            <div>
              <h2 class="label">{field.label}</h2>
              <LongText text={item[name]} />
            </div>
          ))}
        </div>
        <div class="stack">
          {inGroups(facts ?? []).map(([group, members]) => (
            <div>
              {group !== undefined && <h2 class="label">{group}</h2>}
              <Facts
                facts={[
                  ...(group === undefined ? references(item) : []),
                  ...factsOf(item, members),
                  ...(group === undefined ? dates(item) : []),
                ]}
              />
            </div>
          ))}
        </div>
      </div>
    </div>
  )
}

function LongText({ text }: { text: unknown }) {
  return (
    <div class="description" dir="auto">
      {String(text)}
    </div>
  )
}

function factsOf(item: ItemDetail, fields: readonly (typeof itemFields)[number][]): Fact[] {
  return fields.map(([name, field]) => ({
    term: field.label,
    value: showField(field, item[name], item),
    kind: ['number', 'code'].includes(cellKind(field) ?? '') ? 'code' : 'text',
  }))
}

function dates({ created_at, updated_at }: ItemDetail): Fact[] {
  const time = (moment: string) => <time dateTime={moment}>{dateText(moment)}</time>
  return [
    { term: 'Added', value: time(created_at) },
    { term: 'Changed', value: updated_at !== created_at && time(updated_at) },
  ]
}

/** What refers to one row, each as a fact. */
function references(item: ItemDetail): Fact[] {
  return itemReferences
    .filter(([name, { many }]) => !many && rowsIn(item, name).length > 0)
    .map(([name, field]) => ({
      term: field.label,
      value: <References field={field} rows={rowsIn(item, name)} />,
    }))
}

/** "Creator" above one, "Creators" above several. */
function heading([name, { label, of }]: (typeof itemReferences)[number], item: ItemDetail): string {
  const noun = of === undefined ? undefined : lookups[of as LookupName].noun
  return noun && rowsIn(item, name).length === 1 && label === capital(noun.many) ? capital(noun.one) : label
}

/** A sentence about the item, for search engines and link previews. */
export function describeItem(item: ItemDetail): string {
  const [firstList] = listsOf(item)
  const names = firstList ? rowsIn(item, firstList[0]).map(({ name }) => name) : []
  const by = names.length > 0 ? ` (${names.slice(0, 3).join(', ')})` : ''
  const value: unknown = mainText && item[mainText[0]]
  const main = mainText ? mainText[1].text(value ?? mainText[1].empty) : ''
  const text = main === '' ? item.title + by : main
  return text.length > 200 ? `${text.slice(0, 199)}…` : text
}
