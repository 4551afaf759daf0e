/** The style sheet's last part: figures, charts, code and relationships. */
import { capital } from '../../../../rules/words.ts'
import { lookups } from '../../../../declared.ts'
import { domain } from '../../../../domain.ts'
import { paths } from '../../../../paths.ts'
import { BarChart } from '../../../../ui/bar-chart.tsx'
import { SqlBlock } from '../../../../ui/code-block.tsx'
import { ColumnChart } from '../../../../ui/column-chart.tsx'
import { RelationLine } from '../../../../ui/relation-line.tsx'
import { StatTiles } from '../../../../ui/stat-tile.tsx'
import { typeNames } from './works.ts'

const byType = [84, 37, 29, 18, 1].map((value, index) => ({
  label: typeNames[index] ?? '',
  value,
  ...(index === 0 && { href: paths.items() }),
}))
const byDecade = [4, 9, 8, 11, 18, 24, 21, 17, 14, 13, 9, 2].map((value, index) => ({
  label: `${1910 + 10 * index}s`,
  value,
}))

const sql = `-- ${capital(domain.item.many)} of a ${lookups.categories.noun.one}, with how many ${lookups.creators.noun.many} each has
select i.id, i.title, count(ic.creator_id) as creators
from items as i
left join item_creators as ic on ic.item_id = i.id
where i.year between $1 and 1980 and i.title <> 'Untitled'
group by i.id, i.title
order by i.title, i.id
limit 24`

export function StatSpecimen() {
  return (
    <StatTiles
      label="In the catalogue"
      stats={[
        { value: 182, label: domain.item.many, href: paths.items() },
        { value: 60214, label: lookups.creators.noun.many, href: paths.creators() },
        { value: 1, label: lookups.categories.noun.one, href: paths.categories() },
        { value: 0, label: lookups.types.noun.many },
      ]}
    />
  )
}

export function ChartSpecimen() {
  const items = capital(domain.item.many)
  return (
    <div class="halves">
      <BarChart
        caption={`${items} by ${lookups.types.noun.one}`}
        heads={[capital(lookups.types.noun.one), items]}
        data={byType}
      />
      <ColumnChart caption={`${items} by decade`} heads={['Decade', items]} data={byDecade} />
    </div>
  )
}

export function CodeSpecimen({ suffix }: { readonly suffix: string }) {
  return (
    <div class="stack">
      <SqlBlock code={sql} title={`The SQL of a page${suffix.replace('-', ', ')}`} id={`look-sql${suffix}`} />
      <RelationLine
        from="item_types"
        fromEnd="one"
        to="items"
        toEnd="zero-or-many"
        words={`A ${lookups.types.noun.one} has any number of ${domain.item.many}; ${domain.item.a} has one ${lookups.types.noun.one}.`}
      />
    </div>
  )
}
