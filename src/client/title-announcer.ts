/** Says the new page's title aloud after a page was exchanged without loading; a loaded page is announced by the browser. */

class TitleAnnouncer extends HTMLElement {
  #said = document.title
  #announce = (): void => {
    if (document.title === this.#said) return
    this.#said = document.title
    this.textContent = document.title
  }

  connectedCallback(): void {
    // The title is set just after the swap is announced, so it is read once that has happened.
    document.addEventListener('htmx:finally:request', this.#announce)
  }

  disconnectedCallback(): void {
    document.removeEventListener('htmx:finally:request', this.#announce)
  }
}

customElements.define('title-announcer', TitleAnnouncer)
