/** The project's own elements (src/client), so that TypeScript knows them in a component. */
import type { HTMLAttributes } from 'preact'

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      /** Offers light, dark or the system's choice, and keeps it. */
      'theme-toggle': HTMLAttributes<HTMLElement>
      /** Copies the text of the element whose id stands in `for`; `label` says what, where a page has several. */
      'copy-button': HTMLAttributes<HTMLElement> & { for?: string; label?: string }
      /** Sends the form in it as soon as something in it changes. */
      'auto-submit': HTMLAttributes<HTMLElement>
      /** Says the new page's title aloud after a page was exchanged without loading. */
      'title-announcer': HTMLAttributes<HTMLElement>
      /** A sheet that closes again when the window grows wide. */
      'filter-sheet': HTMLAttributes<HTMLElement>
      /** A time, told as "3 minutes ago" while it is near. */
      'relative-time': HTMLAttributes<HTMLElement>
      /** Lines for names: adds, moves and takes them off. */
      'name-inputs': HTMLAttributes<HTMLElement>
      /** The choice of an item's type: shows the fields of the form as it asks for them. */
      'type-rules': HTMLAttributes<HTMLElement>
      /** The board of items: see `pages/board.tsx`. */
      'item-board': HTMLAttributes<HTMLElement>
      /** A text field with suggestions below it, which come from the address `data-from`: the search box, and with `data-hint` the field for an item. */
      'search-suggestions': HTMLAttributes<HTMLElement>
    }
  }
}
