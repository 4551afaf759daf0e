/** Shows the fields of an item's form as the type that is chosen asks for them, without asking the server for the form. */

class TypeRules extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener('change', this.#apply)
    const button = this.querySelector('button')
    if (button) button.hidden = true
    this.#apply()
  }

  disconnectedCallback(): void {
    this.removeEventListener('change', this.#apply)
  }

  #apply = (): void => {
    const form = this.closest('form')
    const chosen = this.querySelector('select')?.selectedOptions[0]
    if (!form) return
    const [hides, needs] = [wordsOf(chosen?.dataset.hides), wordsOf(chosen?.dataset.needs)]
    for (const part of form.querySelectorAll<HTMLFieldSetElement>('fieldset[data-field]')) {
      const name = part.dataset.field ?? ''
      const filled = isFilled(part)
      // What has a value is shown all the same: nothing that was typed disappears.
      part.hidden = part.disabled = hides.has(name) && !filled
      const note = part.querySelector<HTMLElement>('[data-note]')
      if (note) note.hidden = !(hides.has(name) && filled)
      markNeeded(part, needs.has(name))
      const hint = document.getElementById(`${name}-hint`)
      if (hint && part.dataset.help !== undefined)
        hint.textContent = chosen?.dataset.help ?? part.dataset.help
    }
    for (const group of form.querySelectorAll<HTMLElement>('fieldset.fieldset'))
      group.hidden = group.querySelector('fieldset[data-field]:not([hidden])') === null
  }
}

const wordsOf = (text = '') => new Set(text.split(' '))

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement

const controlsOf = (part: HTMLElement) => [...part.querySelectorAll<Control>('input, select, textarea')]

/** Whether there is something in it, other than what stands in every new form. */
function isFilled(part: HTMLElement): boolean {
  const values = controlsOf(part)
    .filter((control) => control.type !== 'radio' || (control as HTMLInputElement).checked)
    .map(({ value }) => value.trim())
  return values.some((value) => value !== '' && value !== part.dataset.default)
}

function markNeeded(part: HTMLElement, isNeeded: boolean): void {
  const label = part.querySelector('.field-label')
  const optional = label?.querySelector('.field-optional')
  if (isNeeded) optional?.remove()
  else if (label && !optional) {
    const mark = document.createElement('span')
    mark.className = 'field-optional'
    mark.textContent = ' optional'
    label.append(mark)
  }
  // One name in a list of lines is enough.
  for (const control of controlsOf(part)) if (!control.closest('.name-line')) control.required = isNeeded
}

customElements.define('type-rules', TypeRules)
