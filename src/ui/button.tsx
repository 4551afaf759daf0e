/** Buttons do something; links that look like buttons lead to where something is done. */
import type { ComponentChildren } from 'preact'
import { classNames } from './classes.ts'
import { Icon } from './icon.tsx'
import type { IconName } from './icon-shapes.ts'
import { safeHref } from './safe-href.ts'

interface Look {
  /** One primary button a page; `quiet` for the rest; `danger` for what cannot simply be taken back. */
  readonly look?: 'primary' | 'plain' | 'quiet' | 'danger' | undefined
  readonly size?: 'small' | 'medium' | 'large' | undefined
  readonly icon?: IconName | undefined
  /** Shows the icon alone; the children become its label for screen readers and its tooltip. */
  readonly iconOnly?: boolean | undefined
  readonly children: ComponentChildren
}

export interface ButtonProps extends Look {
  readonly type?: 'submit' | 'button' | 'reset' | undefined
  readonly name?: string | undefined
  readonly value?: string | undefined
  readonly disabled?: boolean | undefined
  /** Its work is under way: it keeps its width, shows so, and says so. */
  readonly busy?: boolean | undefined
  /** Anything else a `<button>` takes, such as `popovertarget` or `aria-expanded`. */
  readonly more?: Record<string, unknown> | undefined
}

export function Button(props: ButtonProps) {
  const { type = 'submit', name, value, disabled, busy, more } = props
  return (
    <button
      type={type}
      name={name}
      value={value}
      disabled={disabled}
      aria-disabled={busy ? 'true' : undefined}
      aria-busy={busy ? 'true' : undefined}
      class={lookClasses(props, busy && 'is-busy')}
      {...more}
    >
      <Inside {...props} />
    </button>
  )
}

export interface LinkButtonProps extends Look {
  readonly href: string
  readonly more?: Record<string, unknown> | undefined
}

export function LinkButton(props: LinkButtonProps) {
  return (
    <a href={safeHref(props.href)} class={lookClasses(props)} {...props.more}>
      <Inside {...props} />
    </a>
  )
}

function lookClasses({ look = 'plain', size = 'medium', iconOnly }: Look, state?: string | false): string {
  return classNames(
    'button',
    `button-${look}`,
    size !== 'medium' && `button-${size}`,
    iconOnly && 'button-icon',
    state,
  )
}

function Inside({ icon, iconOnly, size, children }: Look) {
  return (
    <>
      {icon && <Icon name={icon} size={size === 'small' ? 16 : 20} />}
      <span class={iconOnly ? 'visually-hidden' : 'button-text'}>{children}</span>
    </>
  )
}
