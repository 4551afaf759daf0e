/** A relationship between two tables, drawn in crow's foot notation and said in words. */

export type End = 'one' | 'many' | 'zero-or-one' | 'zero-or-many'

export interface RelationLineProps {
  readonly from: string
  readonly fromEnd: End
  readonly to: string
  readonly toEnd: End
  /** The sentence that the drawing means, shown below it. */
  readonly words: string
}

export function RelationLine({ from, fromEnd, to, toEnd, words }: RelationLineProps) {
  return (
    <figure class="relation">
      <div class="relation-drawing" aria-hidden="true">
        <span class="relation-table">{from}</span>
        <svg class="relation-line" viewBox="0 0 120 24" focusable="false">
          <path d={`M0 12h120${endShape(fromEnd, 0, 1)}${endShape(toEnd, 120, -1)}`} />
        </svg>
        <span class="relation-table">{to}</span>
      </div>
      <figcaption>{words}</figcaption>
    </figure>
  )
}

/** The strokes of one end: `edge` is where its table begins, `way` leads from there along the line. */
function endShape(end: End, edge: number, way: 1 | -1): string {
  const at = (distance: number) => edge + way * distance
  const foot = `M${edge} 3 ${at(14)} 12 ${edge} 21`
  const bar = (distance: number) => `M${at(distance)} 5v14`
  const ring = (distance: number) => `M${at(distance) - 4} 12a4 4 0 1 0 8 0a4 4 0 1 0-8 0`
  if (end === 'one') return bar(8) + bar(13)
  if (end === 'zero-or-one') return bar(8) + ring(17)
  return foot + (end === 'many' ? bar(19) : ring(19))
}
