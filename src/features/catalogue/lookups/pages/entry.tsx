/** One entry of a lookup: what is known of it, and its items, however many there are. */
import { lookups } from '../../../../declared.ts'
import { domain } from '../../../../domain.ts'
import type { LookupName } from '../../../../declared.ts'
import { paths } from '../../../../paths.ts'
import { capital, counted } from '../../../../rules/words.ts'
import { BarChart } from '../../../../ui/bar-chart.tsx'
import { LinkButton } from '../../../../ui/button.tsx'
import { DeleteButton } from '../../../../ui/delete-button.tsx'
import { EmptyState } from '../../../../ui/empty-state.tsx'
import { ItemCards } from '../../parts/item-cards.tsx'
import type { CardItem } from '../../parts/item-cards.tsx'
import { ListPages, endsOf } from '../../parts/list-pages.tsx'
import type { PagePosition } from '../../parts/list-pages.tsx'
import { Facts } from '../../../../ui/facts.tsx'
import { isFilled, showField } from '../../../../ui/fields/index.tsx'
import { PageHeader } from '../../../../ui/page-header.tsx'
import { Toolbar } from '../../../../ui/toolbar.tsx'
import type { Entry } from '../queries.ts'
import { hasRules, noRules } from '../../../../type-rules.ts'
import type { TypeRules } from '../../../../type-rules.ts'
import { shownFields, spanText } from './fields.tsx'
import { BreakingMessage, factsOfRules } from './rules.tsx'
import type { BreakingItems } from './rules.tsx'

interface Companion {
  readonly id: number
  readonly name: string
  readonly count: number
}

export interface EntryPageProps {
  readonly lookup: LookupName
  readonly entry: Entry
  readonly place: PagePosition
  readonly list: {
    readonly items: readonly CardItem[]
    readonly hasBefore: boolean
    readonly hasAfter: boolean
    readonly total: number
  }
  /** By the names of the lookups: the entries that its items have besides. */
  readonly around: readonly { readonly lookup: LookupName; readonly values: readonly Companion[] }[]
  /** The filter of the list by which its items are found; none where no field refers to the lookup. */
  readonly choice: string | undefined
  /** What that field is called, and the other fields by which items have the entry. */
  readonly as?: string | undefined
  readonly others: readonly { readonly choice: string; readonly label: string; readonly count: number }[]
  /** How many items have it, by whichever field. */
  readonly used?: number | undefined
  readonly mayManage: boolean
  /** What a type asks of its items; nothing for other lookups. */
  readonly rules?: TypeRules | undefined
  /** How many of its items break which rule, for those who can do something about it. */
  readonly breaking?: readonly BreakingItems[] | undefined
}

const perPage = 24

export function EntryPage(props: EntryPageProps) {
  const { lookup, entry, place, list, around, choice, mayManage, rules = noRules, breaking = [] } = props
  const { as, others, used = 0 } = props
  const { noun } = lookups[lookup]
  const years = spanText(lookup, entry)
  const href = ({ page, after, before }: PagePosition) =>
    paths.entry(lookup, entry.id, { page: page === 1 ? undefined : page, after, before })
  return (
    <>
      <PageHeader
        title={entry.name}
        kind={years && <span class="number">{years}</span>}
        lead={(hasLead(lookup, entry) || hasRules(rules)) && <Lead {...{ lookup, entry, rules }} />}
        actions={mayManage && <Actions lookup={lookup} id={entry.id} count={used} />}
        breadcrumbs={[{ label: capital(noun.many), href: paths.entries(lookup) }]}
      />
      <BreakingMessage type={entry.id} breaking={breaking} />
      <div class="beside">
        <section aria-label={capital(domain.item.many)}>
          <Toolbar
            summary={
              <b>
                {others.length > 0 && `${as ?? ''}: `}
                {counted(list.total, domain.item)}
              </b>
            }
          >
            {others.map(({ choice: by, label, count }) => (
              <a href={paths.items({ [by]: entry.id })}>{`${label}: ${counted(count, domain.item)}`}</a>
            ))}
            {choice && list.total > 1 && <a href={paths.items({ [choice]: entry.id })}>Filter and sort</a>}
          </Toolbar>
          {list.items.length === 0 ? (
            <NoItems place={place} firstPage={href({ page: 1, after: null, before: null })} />
          ) : (
            <ItemCards items={list.items} level={2} />
          )}
          <ListPages ends={endsOf(list)} place={place} perPage={perPage} total={list.total} href={href} />
        </section>
        {list.total > 1 && <Companions around={around} lookup={lookup} />}
      </div>
    </>
  )
}

const hasLead = (lookup: LookupName, entry: Entry) =>
  shownFields(lookup).some(([name, field]) => isFilled(field, entry[name]))

/** What its own fields say: texts as they are, the others as a list of facts. */
function Lead({
  lookup,
  entry,
  rules,
}: Pick<EntryPageProps, 'lookup' | 'entry'> & { readonly rules: TypeRules }) {
  const known = shownFields(lookup).filter(([name, field]) => isFilled(field, entry[name]))
  const texts = known.filter(([, { kind }]) => kind === 'longText')
  const others = known.filter(([, { kind }]) => kind !== 'longText')
  return (
    <>
      {texts.map(([name, field]) => showField(field, entry[name]))}
      <Facts
        facts={[
          ...others.map(([name, field]) => ({ term: field.label, value: showField(field, entry[name]) })),
          ...factsOfRules(rules),
        ]}
      />
    </>
  )
}

interface ActionsProps {
  readonly lookup: LookupName
  readonly id: number
  /** How many items have it: one in use is not deleted. */
  readonly count: number
}

function Actions({ lookup, id, count }: ActionsProps) {
  const { noun } = lookups[lookup]
  return (
    <>
      <LinkButton href={paths.editEntry(lookup, id)} icon="edit">
        Edit
      </LinkButton>
      <DeleteButton
        action={paths.deleteEntry(lookup, id)}
        question={`Delete this ${noun.one}?`}
        blocked={count > 0}
      >
        <p>
          {count === 0
            ? `No ${domain.item.one} has it. It cannot be brought back.`
            : `${counted(count, domain.item)} ${count === 1 ? 'has' : 'have'} this ${noun.one}. It can be deleted when none has it any more.`}
        </p>
      </DeleteButton>
    </>
  )
}

function NoItems({ place, firstPage }: { readonly place: PagePosition; readonly firstPage: string }) {
  const beyondTheEnd = place.page > 1 || place.after !== null || place.before !== null
  if (!beyondTheEnd) return <EmptyState title={`No ${domain.item.many} here yet`} level={2} />
  return (
    <EmptyState title="There is no such page" level={2}>
      <a href={firstPage}>Go to the first page</a>
    </EmptyState>
  )
}

/** What its items have besides; others of its own kind are what it goes together with. */
function Companions({ around, lookup }: Pick<EntryPageProps, 'around' | 'lookup'>) {
  const chart = (of: LookupName, values: readonly Companion[]) =>
    values.length > 0 && (
      <BarChart
        caption={of === lookup ? 'Together with' : capital(lookups[of].noun.many)}
        heads={[capital(lookups[of].noun.one), capital(domain.item.many)]}
        data={values.map(({ id, name, count }) => ({
          label: name,
          value: count,
          href: paths.entry(of, id),
        }))}
      />
    )
  return <div class="stack">{around.toReversed().map((each) => chart(each.lookup, each.values))}</div>
}
