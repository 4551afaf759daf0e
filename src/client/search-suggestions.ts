/**
 * The search box as a combobox: while somebody types, the server's suggestions stand below it, to be gone through with the arrow keys.
 * Without this script, and where an answer fails, it is a plain form. With `data-hint` it is the field for an item's number: its title may be typed
 * as well, and a suggestion that is chosen puts its number into the field.
 * @see https://www.w3.org/WAI/ARIA/apg/patterns/combobox/ (list autocomplete with manual selection)
 */
import { SuggestionRequests } from './suggestion-requests.ts'
import { itemOf, makeOptions } from './suggestion-options.ts'

class SearchSuggestions extends HTMLElement {
  readonly #list = document.createElement('div')
  readonly #status = document.createElement('p')
  readonly #requests = new SuggestionRequests(
    () => this.dataset.from ?? '',
    (html) => this.#show(html),
  )
  #options: HTMLElement[] = []
  #active = -1

  connectedCallback(): void {
    const input = this.#input
    this.#list.id = `${input.id}-suggestions`
    this.#list.className = 'suggestions-sheet'
    this.#list.setAttribute('role', 'listbox')
    this.#list.setAttribute('aria-label', 'Suggestions')
    this.#list.hidden = true
    this.#status.className = 'visually-hidden'
    this.#status.setAttribute('role', 'status')
    this.append(this.#list, this.#status)
    if (this.#picksItem) this.#prepareToPick()
    input.setAttribute('role', 'combobox')
    input.setAttribute('aria-autocomplete', 'list')
    input.setAttribute('aria-controls', this.#list.id)
    input.setAttribute('aria-expanded', 'false')
    input.addEventListener('input', this.#typed)
    input.addEventListener('compositionend', this.#typed)
    input.addEventListener('keydown', this.#key)
    input.addEventListener('blur', this.#close)
    input.form?.addEventListener('submit', this.#close)
    // The focus stays in the box while the list is clicked or touched.
    this.#list.addEventListener('mousedown', keepFocus)
    document.addEventListener('htmx:after:swap', this.#close)
  }

  disconnectedCallback(): void {
    document.removeEventListener('htmx:after:swap', this.#close)
    this.#requests.stop()
  }

  get #input(): HTMLInputElement {
    const input = this.querySelector('input')
    if (!input) throw new Error('There is no input in <search-suggestions>.')
    return input
  }

  get #picksItem(): boolean {
    return this.dataset.hint !== undefined
  }

  #prepareToPick(): void {
    const hint = document.getElementById(`${this.#input.id}-hint`)
    if (hint) hint.textContent = this.dataset.hint ?? ''
    // The title goes as soon as another number is typed.
    this.querySelector('.suggestion-number')?.remove()
    // The link is an option now: following it would leave the form.
    this.#list.addEventListener('click', (event) => {
      const link = event.target instanceof Element ? event.target.closest('a') : null
      const id = itemOf(link)
      event.preventDefault()
      event.stopPropagation()
      if (id === undefined) return
      this.#input.value = id
      const title = link?.querySelector('.suggestion-name')?.textContent ?? ''
      this.#nameChosen(title)
      this.#close()
      this.#say(title)
    })
  }

  /** Shows the title of the item whose number is in the field; the search box has no place for one. */
  #nameChosen(title: string): void {
    this.querySelector('.suggestion-chosen')?.replaceChildren(title)
  }

  get #isOpen(): boolean {
    return !this.#list.hidden
  }

  #typed = (event: Event): void => {
    // The text is not final while an input method composes a character from several keys.
    if (event instanceof InputEvent && event.isComposing) return
    this.#choose(-1)
    this.#nameChosen('')
    this.#requests.ask(this.#input.value)
  }

  #key = (event: KeyboardEvent): void => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    const act = keys[event.key]
    if (act && this.#does(act)) event.preventDefault()
  }

  /** @returns whether the key has done its work; else it does what it does in any text field */
  #does(act: Act): boolean {
    if (act === 'write') this.#choose(-1)
    if (act === 'go') {
      this.#options[this.#active]?.click()
      return this.#active !== -1
    }
    if (act === 'next' || act === 'previous') {
      if (this.#isOpen) this.#move(act)
      else this.#requests.ask(this.#input.value, { again: true })
      return true
    }
    if (act !== 'close' || !this.#isOpen) return false
    this.#close()
    return true
  }

  /** Through the options and back to the text. */
  #move(act: 'next' | 'previous'): void {
    const places = this.#options.length + 1
    const place = this.#active + 1
    this.#choose(((place + (act === 'next' ? 1 : places - 1)) % places) - 1)
  }

  #show(html: string): void {
    if (document.activeElement !== this.#input) return
    const { parts, options } = makeOptions(html, this.#input.id, this.#picksItem)
    // The last one leads to the search itself, and stands there even where nothing is suggested.
    const count = this.#picksItem ? options.length : options.length - 1
    if (count < 1) {
      this.#hide()
      if (html !== '') this.#say('No suggestions')
      return
    }
    this.#list.replaceChildren(...parts)
    this.#list.hidden = false
    this.#list.scrollTop = 0
    this.#options = options
    this.#choose(-1)
    this.#input.setAttribute('aria-expanded', 'true')
    this.#say(count === 1 ? '1 suggestion' : `${count} suggestions`)
  }

  /** @param index -1 for none: the text field itself */
  #choose(index: number): void {
    this.#active = index
    this.#options.forEach((option, at) => option.setAttribute('aria-selected', String(at === index)))
    const option = this.#options[index]
    if (option) this.#input.setAttribute('aria-activedescendant', option.id)
    else this.#input.removeAttribute('aria-activedescendant')
    option?.scrollIntoView({ block: 'nearest' })
  }

  #close = (): void => {
    this.#requests.stop()
    this.#hide()
  }

  #hide(): void {
    this.#choose(-1)
    this.#list.hidden = true
    this.#options = []
    this.#input.setAttribute('aria-expanded', 'false')
    this.#say('')
  }

  #say(text: string): void {
    this.#status.textContent = text
  }
}

type Act = 'next' | 'previous' | 'close' | 'go' | 'write'

const keys: Partial<Record<string, Act>> = {
  ArrowDown: 'next',
  ArrowUp: 'previous',
  Escape: 'close',
  Enter: 'go',
  // These keys move the cursor in the text, so no option is chosen any more.
  ...{ Home: 'write', End: 'write', ArrowLeft: 'write', ArrowRight: 'write' },
}
function keepFocus(event: Event): void {
  event.preventDefault()
}

customElements.define('search-suggestions', SearchSuggestions)
