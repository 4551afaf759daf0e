/** A button that goes from the system's theme to light, to dark, and back. Without JavaScript the system decides. */
import { chooseTheme, chosenTheme, type Theme } from './theme.ts'
import { drawIcon } from './draw-icon.ts'

const order: readonly (Theme | undefined)[] = [undefined, 'light', 'dark']
const words = { system: 'as the system', light: 'light', dark: 'dark' }
const icons = { system: 'system', light: 'sun', dark: 'moon' } as const

class ThemeToggle extends HTMLElement {
  #button = document.createElement('button')

  connectedCallback(): void {
    if (this.#button.isConnected) return
    this.#button.type = 'button'
    this.#button.className = 'button button-quiet button-icon'
    this.#button.addEventListener('click', () => {
      chooseTheme(order[(order.indexOf(chosenTheme()) + 1) % order.length])
      this.#show()
    })
    this.replaceChildren(this.#button)
    this.#show()
  }

  #show(): void {
    const theme = chosenTheme() ?? 'system'
    const label = `Theme: ${words[theme]}`
    this.#button.title = label
    this.#button.setAttribute('aria-label', label)
    this.#button.replaceChildren(drawIcon(icons[theme]))
  }
}

customElements.define('theme-toggle', ThemeToggle)
