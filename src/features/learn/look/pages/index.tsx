/** The style sheet of the project: every component in every state, by itself or in light and dark side by side. */
import type { ComponentChild } from 'preact'
import { domain } from '../../../../domain.ts'
import { paths } from '../../../../paths.ts'
import { PageHeader } from '../../../../ui/page-header.tsx'
import { ViewSwitch } from '../../../../ui/view-switch.tsx'
import {
  ButtonSpecimen,
  ChipSpecimen,
  ColourSpecimen,
  IconSpecimen,
  MarkSpecimen,
  TypeSpecimen,
} from './basics.tsx'
import { ChartSpecimen, CodeSpecimen, StatSpecimen } from './figures.tsx'
import { FilterSpecimen } from './filters.tsx'
import { DialogSpecimen, EmptySpecimen, FieldSpecimen, LoadingSpecimen, MessageSpecimen } from './forms.tsx'
import { CardSpecimen, FactsSpecimen, IndexSpecimen, PagingSpecimen, TableSpecimen } from './lists.tsx'

interface Part {
  readonly id: string
  readonly title: string
  /** `suffix` keeps the ids of two copies on one page apart. */
  readonly show: (suffix: string) => ComponentChild
}

const parts: readonly Part[] = [
  { id: 'mark', title: 'Mark', show: () => <MarkSpecimen /> },
  { id: 'colours', title: 'Colours', show: () => <ColourSpecimen /> },
  { id: 'lettering', title: 'Lettering', show: () => <TypeSpecimen /> },
  { id: 'icons', title: 'Icons', show: () => <IconSpecimen /> },
  { id: 'buttons', title: 'Buttons', show: () => <ButtonSpecimen /> },
  { id: 'chips', title: 'Chips and names', show: () => <ChipSpecimen /> },
  { id: 'cards', title: 'Cards', show: () => <CardSpecimen /> },
  { id: 'tables', title: 'Tables', show: () => <TableSpecimen /> },
  { id: 'facts', title: 'Facts', show: () => <FactsSpecimen /> },
  { id: 'indexes', title: 'Indexes', show: (suffix) => <IndexSpecimen suffix={suffix} /> },
  { id: 'paging', title: 'Paging', show: (suffix) => <PagingSpecimen suffix={suffix} /> },
  { id: 'filters', title: 'Filters', show: (suffix) => <FilterSpecimen suffix={suffix} /> },
  { id: 'forms', title: 'Forms', show: (suffix) => <FieldSpecimen suffix={suffix} /> },
  { id: 'messages', title: 'Messages', show: () => <MessageSpecimen /> },
  { id: 'dialogs', title: 'Dialogs', show: (suffix) => <DialogSpecimen suffix={suffix} /> },
  { id: 'empty', title: 'Empty', show: () => <EmptySpecimen /> },
  { id: 'loading', title: 'Loading', show: () => <LoadingSpecimen /> },
  { id: 'numbers', title: 'Numbers', show: () => <StatSpecimen /> },
  { id: 'charts', title: 'Charts', show: () => <ChartSpecimen /> },
  { id: 'code', title: 'Code', show: (suffix) => <CodeSpecimen suffix={suffix} /> },
]

/** `both` shows each part twice, by day and by night; otherwise the page's own theme holds. */
export function LookPage({ both = false }: { readonly both?: boolean | undefined }) {
  return (
    <>
      <PageHeader
        title="The look"
        lead={`A well-kept card catalogue: every part that ${domain.name} is made of, in each state it can be in.`}
        actions={
          <ViewSwitch
            label="Themes shown"
            views={[
              { label: 'One theme', icon: 'system', href: paths.learnLook(), current: !both },
              {
                label: 'Light and dark',
                icon: 'sun',
                href: `${paths.learnLook()}?themes=both`,
                current: both,
              },
            ]}
          />
        }
      />
      <div class={both ? 'look look-wide' : 'look'}>
        <nav class="look-nav" aria-label="Parts of the style sheet">
          <ul role="list">
            {parts.map(({ id, title }) => (
              <li>
                <a href={`#${id}`}>{title}</a>
              </li>
            ))}
          </ul>
        </nav>
        <div class="look-parts">
          {parts.map((part) => (
            <PartSection part={part} both={both} />
          ))}
        </div>
      </div>
    </>
  )
}

function PartSection({ part, both }: { readonly part: Part; readonly both: boolean }) {
  const { id, title, show } = part
  return (
    <section class="section" id={id}>
      <div class="section-head">
        <h2>{title}</h2>
      </div>
      {both ? (
        <div class="look-both">
          <div class="look-theme in-light">{show('-light')}</div>
          <div class="look-theme in-dark">{show('-dark')}</div>
        </div>
      ) : (
        show('')
      )}
    </section>
  )
}
