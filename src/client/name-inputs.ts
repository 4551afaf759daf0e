/** Lines for names: adds one, moves one up and takes one off, without asking the server for the form. */

class NameInputs extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener('click', this.#act)
    for (const button of this.querySelectorAll<HTMLButtonElement>('[data-act]')) button.hidden = false
    this.#number()
  }

  disconnectedCallback(): void {
    this.removeEventListener('click', this.#act)
  }

  get #lines(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>('.name-line')]
  }

  #act = (event: Event): void => {
    const button = event.target instanceof Element ? event.target.closest('button') : null
    if (!button) return
    if (button.name === 'more') {
      event.preventDefault()
      this.#add()
      return
    }
    const line = button.closest<HTMLElement>('.name-line')
    if (!line) return
    if (button.dataset.act === 'up') this.#moveUp(line)
    if (button.dataset.act === 'remove') this.#remove(line)
  }

  #add(): void {
    const last = this.#lines.at(-1)
    if (!last) return
    const line = last.cloneNode(true) as HTMLElement
    clear(line)
    last.after(line)
    this.#number()
    field(line)?.focus()
  }

  #moveUp(line: HTMLElement): void {
    line.previousElementSibling?.before(line)
    this.#number()
    field(line)?.focus()
  }

  /** The only line is emptied and stays, so that there is one to type into. */
  #remove(line: HTMLElement): void {
    const lines = this.#lines
    const next = lines[lines.indexOf(line) + 1] ?? lines[lines.indexOf(line) - 1]
    if (lines.length > 1) line.remove()
    else clear(line)
    this.#number()
    field(next ?? line)?.focus()
  }

  /** The labels say which line it is; the first has the id that messages lead to. */
  #number(): void {
    this.#lines.forEach((line, index) => {
      const input = field(line)
      if (!input) return
      input.id = index === 0 ? input.name : `${input.name}-${index + 1}`
      for (const each of line.querySelectorAll('[aria-label]')) {
        const label = (each.getAttribute('aria-label') ?? '').replace(/\d+/, String(index + 1))
        each.setAttribute('aria-label', label)
        if (each.hasAttribute('title')) each.setAttribute('title', label)
      }
      const up = line.querySelector<HTMLButtonElement>('[data-act="up"]')
      if (up) up.disabled = index === 0
    })
  }
}

function field(line: HTMLElement): HTMLInputElement | null {
  return line.querySelector('input')
}

function clear(line: HTMLElement): void {
  const input = field(line)
  if (!input) return
  input.value = ''
  input.removeAttribute('value')
  input.removeAttribute('aria-invalid')
  input.removeAttribute('aria-describedby')
}

customElements.define('name-inputs', NameInputs)
