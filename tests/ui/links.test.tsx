/** Every component that takes an address refuses one that would run a script, and escapes what it shows. */
import { renderToString } from 'preact-render-to-string'
import { expect, test } from 'vitest'
import type { VNode } from 'preact'
import { ActiveFilters } from '../../src/ui/active-filters.tsx'
import { BarChart } from '../../src/ui/bar-chart.tsx'
import { Breadcrumbs } from '../../src/ui/breadcrumbs.tsx'
import { LinkButton } from '../../src/ui/button.tsx'
import { Card } from '../../src/ui/card.tsx'
import { Chip } from '../../src/ui/chip.tsx'
import { FacetGroup } from '../../src/ui/facets.tsx'
import { Form } from '../../src/ui/form.tsx'
import { IndexList } from '../../src/ui/index-list.tsx'
import { Letters } from '../../src/ui/letters.tsx'
import { NameList } from '../../src/ui/name-list.tsx'
import { Pagination } from '../../src/ui/pagination.tsx'
import { StatTile } from '../../src/ui/stat-tile.tsx'
import { Table } from '../../src/ui/table.tsx'
import { ViewSwitch } from '../../src/ui/view-switch.tsx'
import { domain } from '../../src/domain.ts'

const bad = 'javascript:alert(1)'
const text = '<b>"quoted" & \'so\'</b>'

const components: Record<string, VNode> = {
  ActiveFilters: <ActiveFilters chips={[{ children: text, removeHref: bad }]} clearHref={bad} />,
  BarChart: <BarChart caption={text} heads={[text, text]} data={[{ label: text, value: 1, href: bad }]} />,
  Breadcrumbs: <Breadcrumbs steps={[{ label: text, href: bad }]} current={text} />,
  Card: (
    <Card
      title={text}
      href={bad}
      type={text}
      note={text}
      facts={[{ label: text, value: text }]}
      names={[{ name: text, href: bad }]}
      chips={[{ children: text, href: bad }]}
    />
  ),
  Chip: <Chip href={bad}>{text}</Chip>,
  FacetGroup: (
    <FacetGroup
      legend={text}
      name="type"
      options={[{ value: 1, label: text }]}
      allHref={bad}
      allLabel={text}
    />
  ),
  Form: (
    <Form action={bad}>
      <p>{text}</p>
    </Form>
  ),
  IndexList: <IndexList entries={[{ name: text, href: bad, note: text, count: 1 }]} word={domain.item} />,
  Letters: <Letters tabs={[{ letter: text, href: bad }]} label={text} />,
  LinkButton: <LinkButton href={bad}>{text}</LinkButton>,
  NameList: <NameList names={[{ name: text, href: bad }]} />,
  Pagination: (
    <Pagination label={text} previousHref={bad} nextHref={bad} page={2} pages={3} hrefOf={() => bad} />
  ),
  StatTile: <StatTile value={1} label={text} href={bad} />,
  Table: (
    <Table caption={text} rows={[1]} columns={[{ key: 'a', label: text, cell: () => text, sortHref: bad }]} />
  ),
  ViewSwitch: <ViewSwitch views={[{ label: text, icon: 'table', href: bad, current: true }]} />,
}

test.each(Object.entries(components))(
  '%s links to no script and shows markup as text',
  (_name, component) => {
    const html = renderToString(component)
    expect(html).not.toContain('javascript:')
    expect(html).not.toContain('<b>')
    expect(html).toContain('&lt;b>')
  },
)
