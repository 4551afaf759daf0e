/** The line above a list: how much there is at its start, how to look at it at its end. */
import type { ComponentChildren } from 'preact'

export interface ToolbarProps {
  /** How many there are, in words. */
  readonly summary: ComponentChildren
  readonly children?: ComponentChildren
}

export function Toolbar({ summary, children }: ToolbarProps) {
  return (
    <div class="toolbar">
      <p class="toolbar-summary" role="status">
        {summary}
      </p>
      <div class="toolbar-tools">{children}</div>
    </div>
  )
}
