/**
 * A question over the page. It opens without JavaScript: the buttons name it and what to do with it. Browsers that do not know
 * such commands yet open it as a popover, which does not keep the focus inside.
 * @see https://developer.mozilla.org/docs/Web/API/Invoker_Commands_API
 */
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
    <dialog
      class="dialog"
      id={id}
      popover="auto"
      closedby="any"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-question`}
    >
      <h2 class="dialog-title" id={`${id}-title`}>
        {title}
      </h2>
      <div class="dialog-words" id={`${id}-question`}>
        {children}
      </div>
      <div class="dialog-actions">
        <Button
          type="button"
          look="plain"
          more={{
            commandfor: id,
            command: 'close',
            popovertarget: id,
            popovertargetaction: 'hide',
            autofocus: true,
          }}
        >
          {cancel}
        </Button>
        {confirm}
      </div>
    </dialog>
  )
}

/** The button that opens it. */
export function ConfirmOpener({
  id,
  describedBy,
  ...button
}: { readonly id: string; /** The id of what it is for. */ readonly describedBy?: string } & Omit<
  ButtonProps,
  'type' | 'more'
>) {
  return (
    <Button
      {...button}
      type="button"
      more={{
        commandfor: id,
        command: 'show-modal',
        popovertarget: id,
        'aria-haspopup': 'dialog',
        'aria-describedby': describedBy,
      }}
    />
  )
}
