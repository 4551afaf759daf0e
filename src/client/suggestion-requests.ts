/** Asks the server for suggestions: at most one request is under way, and none for a text that was asked for last. */

/** How long the keys rest before the server is asked, in milliseconds. */
const typingPause = 120

export class SuggestionRequests {
  readonly #address: () => string
  readonly #found: (html: string) => void
  #waiting: ReturnType<typeof setTimeout> | undefined
  /** The text that was asked for last, or is being asked for. */
  #last = ''
  #next: string | undefined
  #underWay: AbortController | undefined

  /** @param found is told what the newest text brought: an empty text where nothing was typed, or where the request failed */
  constructor(address: () => string, found: (html: string) => void) {
    this.#address = address
    this.#found = found
  }

  /** @param options.again asks even if the text is the same, and without waiting, since somebody wants to see the list */
  ask(typed: string, { again = false } = {}): void {
    const text = typed.trim().replace(/\s+/g, ' ')
    if (text === this.#last && !again) return
    this.stop()
    this.#last = text
    if (text === '') this.#found('')
    else this.#waiting = setTimeout(() => this.#begin(text), again ? 0 : typingPause)
  }

  /** Whatever is under way is given up, and may be asked for again. */
  stop(): void {
    if (this.#waiting === undefined && this.#underWay === undefined) return
    clearTimeout(this.#waiting)
    this.#waiting = undefined
    this.#next = undefined
    this.#last = ''
    this.#underWay?.abort()
  }

  /** A newer text waits until the older request has ended. */
  #begin(text: string): void {
    this.#waiting = undefined
    this.#next = text
    if (this.#underWay === undefined) void this.#work()
  }

  async #work(): Promise<void> {
    for (let text = this.#take(); text !== undefined; text = this.#take()) {
      this.#underWay = new AbortController()
      const html = await this.#fetch(text, this.#underWay.signal)
      const isWanted = !this.#underWay.signal.aborted
      this.#underWay = undefined
      if (isWanted) this.#found(html)
    }
  }

  #take(): string | undefined {
    const text = this.#next
    this.#next = undefined
    return text
  }

  async #fetch(text: string, signal: AbortSignal): Promise<string> {
    try {
      const headers = { 'hx-request-type': 'partial' }
      const answer = await fetch(`${this.#address()}?${new URLSearchParams({ q: text })}`, {
        headers,
        signal,
      })
      // Signed out meanwhile: the answer is the page to sign in.
      return answer.ok && !answer.redirected ? await answer.text() : ''
    } catch {
      return ''
    }
  }
}
