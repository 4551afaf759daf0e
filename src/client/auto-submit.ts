/** Sends the form in it as soon as something in it changes; the button that did so without JavaScript steps back by CSS. */

/** How long to wait after typing, in milliseconds; a tick or a choice is sent at once. */
const typingPause = 500

class AutoSubmit extends HTMLElement {
  #waiting: ReturnType<typeof setTimeout> | undefined

  constructor() {
    super()
    this.addEventListener('change', (event) => {
      // What was typed is sent by the pause; leaving its field only cuts the pause short.
      if (!isTyped(event.target) || this.#waiting !== undefined) this.#send(0)
    })
    this.addEventListener('input', (event) => {
      if (isTyped(event.target)) this.#send(typingPause)
    })
  }

  disconnectedCallback(): void {
    clearTimeout(this.#waiting)
  }

  #send(pause: number): void {
    clearTimeout(this.#waiting)
    this.#waiting = setTimeout(() => {
      this.#waiting = undefined
      const form = this.querySelector('form')
      if (form?.checkValidity()) form.requestSubmit()
    }, pause)
  }
}

function isTyped(field: EventTarget | null): boolean {
  return field instanceof HTMLInputElement && /^(number|search|text)$/.test(field.type)
}

customElements.define('auto-submit', AutoSubmit)
