/** What stands where there is nothing: an empty drawer, the reason, and the next step. */
import type { ComponentChildren } from 'preact'

export interface EmptyStateProps {
  readonly title: string
  readonly children?: ComponentChildren
  readonly actions?: ComponentChildren
  /** The level of its heading. Default 2. */
  readonly level?: 2 | 3 | undefined
}

export function EmptyState({ title, children, actions, level = 2 }: EmptyStateProps) {
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <div class="empty">
      <svg class="empty-picture" viewBox="0 0 120 72" aria-hidden="true" focusable="false">
        <path d="M8 30h104v34H8ZM20 30l6-16h68l6 16M48 42h24v10H48ZM60 42v10" />
        <path class="empty-dashes" d="M32 22h56" />
      </svg>
      <Heading class="empty-title">{title}</Heading>
      {children && <div class="empty-words">{children}</div>}
      {actions && <div class="empty-actions">{actions}</div>}
    </div>
  )
}
