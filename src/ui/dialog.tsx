/** A question over the page. It opens without JavaScript, by the popover the browser brings along. */
import type { ComponentChildren } from 'preact'
import { Button, type ButtonProps } from './button.tsx'

export interface ConfirmProps {
  /** Tells the dialogs of one page apart. */
  readonly id: string
  readonly title: string
  /** What will happen, and whether it can be undone. */
  readonly children: ComponentChildren
  /** The button that does it, usually a form with one button. */
  readonly confirm: ComponentChildren
  readonly cancel?: string | undefined
}

/** A question to answer before something happens. `<ConfirmOpener>` with the same id opens it. */
export function Confirm({ id, title, children, confirm, cancel = 'Keep it' }: ConfirmProps) {
  return (
    <dialog class="dialog" id={id} popover="auto" aria-labelledby={`${id}-title`}>
      <h2 class="dialog-title" id={`${id}-title`}>
        {title}
      </h2>
      <div class="dialog-words">{children}</div>
      <div class="dialog-actions">
        {confirm}
        <Button
          type="button"
          look="plain"
          more={{ popovertarget: id, popovertargetaction: 'hide', autofocus: true }}
        >
          {cancel}
        </Button>
      </div>
    </dialog>
  )
}

/** The button that opens it. */
export function ConfirmOpener({
  id,
  ...button
}: { readonly id: string } & Omit<ButtonProps, 'type' | 'more'>) {
  return <Button {...button} type="button" more={{ popovertarget: id, 'aria-haspopup': 'dialog' }} />
}
