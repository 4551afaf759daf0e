/** A button that copies the text of the element named in `for`. It is not there where a browser cannot copy. */
import { drawIcon } from './draw-icon.ts'

/** How long "Copied" stays, in milliseconds. */
const shownFor = 2000

class CopyButton extends HTMLElement {
  connectedCallback(): void {
    // Only pages from a safe address may copy; on others the property is missing, whatever its type says.
    const clipboard = navigator.clipboard as Clipboard | undefined
    if (!clipboard || this.childElementCount > 0) return
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'button button-quiet button-small'
    say(button, 'Copy', 'copy')
    button.addEventListener('click', () => void this.#copy(button, clipboard))
    this.append(button)
  }

  async #copy(button: HTMLButtonElement, clipboard: Clipboard): Promise<void> {
    const source = document.getElementById(this.getAttribute('for') ?? '')
    try {
      await clipboard.writeText(source?.textContent ?? '')
      say(button, 'Copied', 'check')
    } catch {
      say(button, 'Not copied', 'copy')
    }
    setTimeout(() => {
      say(button, 'Copy', 'copy')
    }, shownFor)
  }
}

function say(button: HTMLButtonElement, text: string, icon: 'copy' | 'check'): void {
  const word = document.createElement('span')
  word.setAttribute('role', 'status')
  word.textContent = text
  button.replaceChildren(drawIcon(icon), word)
}

customElements.define('copy-button', CopyButton)
