/** A message about what happened or what to mind, marked by an icon and a word as well as by colour. */
import type { ComponentChildren } from 'preact'
import { Icon } from './icon.tsx'
import type { IconName } from './icon-shapes.ts'

export type MessageKind = 'info' | 'success' | 'warning' | 'error'

const icons: Record<MessageKind, IconName> = {
  info: 'info',
  success: 'success',
  warning: 'warning',
  error: 'error',
}
const words: Record<MessageKind, string> = {
  info: 'Note',
  success: 'Done',
  warning: 'Take care',
  error: 'Not done',
}

export interface MessageProps {
  readonly kind?: MessageKind | undefined
  readonly title?: string | undefined
  readonly children?: ComponentChildren
  /** Read out when it appears: for what happened just now. An error interrupts, the rest waits. */
  readonly live?: boolean | undefined
}

export function Message({ kind = 'info', title, children, live }: MessageProps) {
  const role = live ? (kind === 'error' ? 'alert' : 'status') : undefined
  return (
    <div class={`message message-${kind}`} role={role}>
      <Icon name={icons[kind]} />
      <div class="message-words">
        <p class="message-title">{title ?? words[kind]}</p>
        {children && <div class="message-body">{children}</div>}
      </div>
    </div>
  )
}
