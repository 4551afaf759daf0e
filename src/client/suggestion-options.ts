/** Makes options of the links that the server suggests: on a page of their own they stay links. */

export interface SuggestionOptions {
  /** What is put into the listbox. */
  parts: Element[]
  options: HTMLElement[]
}

const itemLink = 'a[href*="/items/"]'

/** The number of the item that a link leads to; undefined where it leads elsewhere. */
export const itemOf = (link: Element | null): string | undefined =>
  /\/items\/(\d+)$/.exec(link?.getAttribute('href') ?? '')?.[1]

/**
 * @param id that of the text field: ids of options begin with it
 * @param onlyItems leaves out the entries of lookups and the way to the search
 */
export function makeOptions(html: string, id: string, onlyItems = false): SuggestionOptions {
  const list = new DOMParser().parseFromString(html, 'text/html').querySelector('.suggestions')
  if (!list) return { parts: [], options: [] }
  if (onlyItems) for (const part of [...list.children]) if (!part.querySelector(itemLink)) part.remove()
  for (const each of list.querySelectorAll('ul, li, h2')) each.setAttribute('role', 'presentation')
  for (const group of list.querySelectorAll('section')) {
    group.setAttribute('role', 'group')
    group.setAttribute('aria-label', group.querySelector('h2')?.textContent ?? '')
  }
  const options = [...list.querySelectorAll<HTMLElement>('a')]
  options.forEach((option, index) => {
    option.id = `${id}-option-${index}`
    option.setAttribute('role', 'option')
    option.setAttribute('aria-selected', 'false')
    option.tabIndex = -1
  })
  return { parts: [...list.children], options }
}
