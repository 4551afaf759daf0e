/** What the front page looks like: its head with the figures, then the blocks that the domain declares. */
import { domain } from '../../domain.ts'
import { AddItem } from '../catalogue/parts/add-item.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Bars, Decades } from './pages/charts.tsx'
import { Head } from './pages/head.tsx'
import { List } from './pages/lists.tsx'
import type { Overview, ShownBlock } from './queries.ts'

export interface HomePageProps {
  overview: Overview
  /** Whether the viewer may add the first item. */
  mayAdd: boolean
}

export function HomePage({ overview, mayAdd }: HomePageProps) {
  return (
    <>
      <Head figures={overview.figures} />
      {overview.items === 0 ? (
        <EmptyState title={`The catalogue has no ${domain.item.many} yet`} actions={mayAdd && <AddItem />} />
      ) : (
        inRows(overview.blocks).map((row) =>
          isHalf(row[0]) ? (
            <div class={row.every(isChart) ? 'section halves' : 'section halves home-lists'}>
              {row.map((block) => (
                <Block block={block} overview={overview} />
              ))}
            </div>
          ) : (
            row.map((block) => <Block block={block} overview={overview} />)
          ),
        )
      )}
    </>
  )
}

function Block({ block, overview: { blocks, items } }: { block: ShownBlock; overview: Overview }) {
  if (block.show === 'bars') return <Bars {...block} />
  if (block.show === 'decades') return <Decades {...block} />
  return <List list={block} items={items} number={blocks.indexOf(block) + 1} />
}

const isChart = ({ show }: ShownBlock) => show === 'bars' || show === 'decades'

function isHalf(block: ShownBlock | undefined): boolean {
  if (!block) return false
  if (block.show === 'decades') return block.years === 10
  return block.show === 'bars' || (block.show === 'list' && block.half === true)
}

/** Blocks of half the width that follow each other share a row, lists with lists and charts with charts. */
function inRows(blocks: readonly ShownBlock[]): ShownBlock[][] {
  const rows: ShownBlock[][] = []
  for (const block of blocks) {
    const row = rows.at(-1)
    const [first] = row ?? []
    if (row && first && isHalf(first) && isHalf(block) && isChart(first) === isChart(block)) row.push(block)
    else rows.push([block])
  }
  return rows
}
