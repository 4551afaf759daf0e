/** Two or three ways to look at the same list, one of them current. */
import { Icon } from './icon.tsx'
import type { IconName } from './icon-shapes.ts'
import { safeHref } from './safe-href.ts'

export interface ViewChoice {
  readonly label: string
  readonly icon: IconName
  readonly href: string
  readonly current: boolean
}

export interface ViewSwitchProps {
  readonly views: readonly ViewChoice[]
  readonly label?: string | undefined
  readonly attributes?: Record<string, string> | undefined
}

export function ViewSwitch({ views, label = 'View', attributes }: ViewSwitchProps) {
  return (
    <nav class="view-switch" aria-label={label}>
      <ul role="list">
        {views.map((view) => (
          <li>
            <a
              href={safeHref(view.href)}
              aria-current={view.current ? 'true' : undefined}
              title={view.label}
              {...attributes}
            >
              <Icon name={view.icon} />
              <span class="view-label">{view.label}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
