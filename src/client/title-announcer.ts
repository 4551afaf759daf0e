/** Says the new page's title aloud after a page was exchanged without loading; a loaded page is announced by the browser. */

/** How long it stays, in milliseconds. It would else be read again at the end of the page, and when a dialog has hidden it. */
const keptFor = 2000

class TitleAnnouncer extends HTMLElement {
  #said = document.title
  #end: ReturnType<typeof setTimeout> | undefined
  #announce = (): void => {
    if (document.title === this.#said) return
    this.#said = document.title
    this.textContent = document.title
    clearTimeout(this.#end)
    this.#end = setTimeout(() => (this.textContent = ''), keptFor)
  }

  connectedCallback(): void {
    // The title is set just after the swap is announced, so it is read once that has happened.
    document.addEventListener('htmx:finally:request', this.#announce)
  }

  disconnectedCallback(): void {
    clearTimeout(this.#end)
    document.removeEventListener('htmx:finally:request', this.#announce)
  }
}

customElements.define('title-announcer', TitleAnnouncer)
