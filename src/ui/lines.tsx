/** Things in lines below each other: what they are ordered by, their names, and what else is to be said. */
import type { ComponentChildren } from 'preact'
import { safeHref } from './safe-href.ts'

export interface TitledLine {
  readonly title: string
  readonly href: string
  /** What stands before the title, such as the day on which something is due. */
  readonly lead: ComponentChildren
  readonly facts: readonly ComponentChildren[]
}

export function Lines({ lines, label }: { readonly lines: readonly TitledLine[]; readonly label: string }) {
  return (
    <ol class="lines" role="list" aria-label={label}>
      {lines.map(({ title, href, lead, facts }) => (
        <li class="line">
          <span class="line-lead">{lead}</span>
          <span class="line-words">
            <a href={safeHref(href)} dir="auto">
              {title}
            </a>
            {facts.length > 0 && (
              <span class="line-facts">
                {facts.map((fact) => (
                  <span class="line-fact">{fact}</span>
                ))}
              </span>
            )}
          </span>
        </li>
      ))}
    </ol>
  )
}
