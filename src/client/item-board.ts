/** The board: an item is dragged to another column, or moved by its menu, without loading the page anew. At most one move is under way. */

class ItemBoard extends HTMLElement {
  readonly #news = document.createElement('p')
  #dragged: HTMLElement | undefined
  #isBusy = false

  connectedCallback(): void {
    this.#news.className = 'visually-hidden'
    this.#news.setAttribute('aria-live', 'polite')
    this.append(this.#news)
    this.#letDrag()
    this.addEventListener('dragstart', this.#start)
    this.addEventListener('dragover', this.#over)
    this.addEventListener('drop', this.#drop)
    this.addEventListener('dragend', this.#end)
    this.addEventListener('submit', this.#submit)
  }

  /** Only by a script can something be dragged, so the page does not say that it can. */
  #letDrag(): void {
    for (const item of this.querySelectorAll<HTMLElement>('[data-movable]')) item.draggable = true
  }

  #start = (event: DragEvent): void => {
    const item = elementOf(event)?.closest<HTMLElement>('[data-movable]')
    // A link or a selection inside is dragged as everywhere.
    if (!item || this.#isBusy || event.target !== item) return
    this.#dragged = item
    event.dataTransfer?.setData('text/plain', item.querySelector('a')?.textContent ?? '')
    if (event.dataTransfer) event.dataTransfer.effectAllowed = 'move'
    item.classList.add('is-dragged')
  }

  #over = (event: DragEvent): void => {
    const column = columnOf(event)
    if (!this.#dragged) return
    this.#mark(column)
    // Without this the browser lets nothing drop here.
    if (column && column !== columnOf(this.#dragged)) event.preventDefault()
  }

  #drop = (event: DragEvent): void => {
    const column = columnOf(event)
    const item = this.#dragged
    if (!column || !item || column === columnOf(item)) return
    event.preventDefault()
    const button = item.querySelector<HTMLButtonElement>(
      `form button[value="${CSS.escape(column.dataset.column ?? '')}"]`,
    )
    if (!button?.form || this.#isBusy) return
    // It is shown there at once, and goes back if the server refuses.
    column.querySelector('.board-items')?.append(item)
    button.form.requestSubmit(button)
  }

  #end = (): void => {
    this.#dragged?.classList.remove('is-dragged')
    this.#dragged = undefined
    this.#mark(undefined)
  }

  #mark(column: HTMLElement | null | undefined): void {
    for (const each of this.querySelectorAll('.board-column'))
      each.classList.toggle('is-over', each === column)
  }

  #submit = (event: SubmitEvent): void => {
    const form = event.target
    if (!(form instanceof HTMLFormElement) || !form.matches('.move form')) return
    event.preventDefault()
    if (!this.#isBusy) void this.#move(form, event.submitter)
  }

  async #move(form: HTMLFormElement, button: HTMLElement | null): Promise<void> {
    const menu = form.closest('details')?.querySelector('summary')?.id ?? ''
    this.#isBusy = true
    this.setAttribute('aria-busy', 'true')
    try {
      const data = new FormData(form, button)
      const sent = new URLSearchParams(
        [...data].map(([name, value]) => [name, typeof value === 'string' ? value : '']),
      )
      const answer = await fetch(form.action, { method: 'POST', body: sent })
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
      const fresh = page.querySelector('item-board')
      if (fresh) this.#show(fresh, menu, answer.ok ? `Moved: ${button?.textContent ?? ''}` : '')
      // Signed out meanwhile, or no longer allowed: the page of that says so.
      else location.assign(answer.redirected ? answer.url : location.href)
    } catch {
      this.#say('Nothing was moved: the server cannot be reached. Try again.')
      await this.#reload()
    } finally {
      this.#isBusy = false
      this.removeAttribute('aria-busy')
    }
  }

  /** Shows the board as the server sent it, scrolled as before. The focus stays with the item that was moved. */
  #show(fresh: Element, menu: string, news: string): void {
    const had = this.contains(document.activeElement) || document.activeElement === document.body
    const places = this.#scrolled().map(({ scrollTop, scrollLeft }) => ({ scrollTop, scrollLeft }))
    this.replaceChildren(...fresh.children, this.#news)
    for (const [index, element] of this.#scrolled().entries()) Object.assign(element, places[index])
    this.#letDrag()
    this.#news.textContent = news
    if (had) document.getElementById(menu)?.focus({ preventScroll: true })
  }

  /** What can be scrolled: the board sideways, and its columns. */
  #scrolled(): Element[] {
    return [...this.querySelectorAll('.board, .board-items')]
  }

  /** Puts everything where the server has it, if it can be asked. */
  async #reload(): Promise<void> {
    try {
      const text = await (await fetch(location.href)).text()
      const fresh = new DOMParser().parseFromString(text, 'text/html').querySelector('item-board')
      if (fresh) this.#show(fresh, '', this.#news.textContent)
    } catch {
      // It stays as it is until the page is loaded anew.
    }
  }

  /** To be seen as well as heard: nothing else on the page tells it. */
  #say(text: string): void {
    const message = document.createElement('p')
    message.className = 'board-problem'
    message.setAttribute('role', 'alert')
    message.textContent = text
    this.querySelector('.board-problem')?.remove()
    this.prepend(message)
  }
}

function elementOf(event: Event): Element | null {
  return event.target instanceof Element ? event.target : null
}

function columnOf(place: Event | Element): HTMLElement | null | undefined {
  const element = place instanceof Element ? place : elementOf(place)
  return element?.closest<HTMLElement>('.board-column')
}

customElements.define('item-board', ItemBoard)
