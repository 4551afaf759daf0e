/** Asks before something is deleted, and deletes it by a form. It needs no JavaScript: the question is a popover. */
import type { ComponentChildren } from 'preact'
import { notBoosted } from './boost.ts'
import { Button } from './button.tsx'
import { Confirm, ConfirmOpener } from './dialog.tsx'
import { FormKeyInput } from './form-key.tsx'
import { safeHref } from './safe-href.ts'

export interface DeleteButtonProps {
  /** The address that deletes it. */
  readonly action: string
  /** "Delete this item?" */
  readonly question: string
  /** What will be gone, and what will stay; or why it cannot be deleted now. */
  readonly children: ComponentChildren
  /** True where it cannot be deleted now: then the question is an explanation. */
  readonly blocked?: boolean | undefined
}

export function DeleteButton({ action, question, children, blocked }: DeleteButtonProps) {
  return (
    <>
      <ConfirmOpener id="delete" look="danger" icon="trash">
        Delete
      </ConfirmOpener>
      <Confirm
        id="delete"
        title={blocked ? 'It is in use' : question}
        cancel={blocked ? 'Close' : 'Keep it'}
        confirm={
          !blocked && (
            <form action={safeHref(action)} method="post" {...notBoosted}>
              <FormKeyInput />
              <Button look="danger" icon="trash">
                Delete it
              </Button>
            </form>
          )
        }
      >
        {children}
      </Confirm>
    </>
  )
}
