/** Closes the sheet of filters when the window grows wide enough to show them beside the list. */

const wide = matchMedia('(width >= 60rem)')

class FilterSheet extends HTMLElement {
  #close = (): void => {
    const sheet = this.querySelector<HTMLElement>('[popover]')
    if (wide.matches && sheet?.matches(':popover-open')) sheet.hidePopover()
  }

  connectedCallback(): void {
    wide.addEventListener('change', this.#close)
  }

  disconnectedCallback(): void {
    wide.removeEventListener('change', this.#close)
  }
}

customElements.define('filter-sheet', FilterSheet)
