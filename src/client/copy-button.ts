/**
 * A button that copies the text of the element named in `for`. It is not there where a browser cannot copy.
 * `label` is its name where a page has several; it begins with the word that is seen, "Copy", for those who speak to their browser.
 */
import { drawIcon } from './draw-icon.ts'

/** How long "Copied" stays, in milliseconds. */
const shownFor = 2000

class CopyButton extends HTMLElement {
  readonly #news = document.createElement('span')

  connectedCallback(): void {
    // Only pages from a safe address may copy; on others the property is missing, whatever its type says.
    const clipboard = navigator.clipboard as Clipboard | undefined
    if (!clipboard || this.childElementCount > 0) return
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'button button-quiet button-small'
    show(button, 'Copy', 'copy')
    const label = this.getAttribute('label')
    if (label !== null) button.setAttribute('aria-label', label)
    // Empty at first: text that it holds when it is added would be read out with every new page.
    this.#news.className = 'visually-hidden'
    // No role: an empty status is a stop on the way of whoever reads line by line.
    this.#news.setAttribute('aria-live', 'polite')
    button.addEventListener('click', () => void this.#copy(button, clipboard))
    this.append(button, this.#news)
  }

  async #copy(button: HTMLButtonElement, clipboard: Clipboard): Promise<void> {
    const source = document.getElementById(this.getAttribute('for') ?? '')
    try {
      await clipboard.writeText(source?.textContent ?? '')
      this.#say(button, 'Copied', 'check')
    } catch {
      this.#say(button, 'Not copied', 'copy')
    }
    setTimeout(() => {
      this.#news.textContent = ''
      show(button, 'Copy', 'copy')
    }, shownFor)
  }

  #say(button: HTMLButtonElement, text: string, icon: 'copy' | 'check'): void {
    this.#news.textContent = text
    show(button, text, icon)
  }
}

function show(button: HTMLButtonElement, text: string, icon: 'copy' | 'check'): void {
  const word = document.createElement('span')
  word.textContent = text
  button.replaceChildren(drawIcon(icon), word)
}

customElements.define('copy-button', CopyButton)
