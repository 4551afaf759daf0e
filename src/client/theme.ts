/** Which theme was chosen, kept in the browser; without a choice the system decides. */

export type Theme = 'light' | 'dark'

const key = 'theme'

/** What was chosen, or undefined. A browser that keeps nothing (a private window) simply follows the system. */
export function chosenTheme(): Theme | undefined {
  try {
    const kept = localStorage.getItem(key)
    return kept === 'light' || kept === 'dark' ? kept : undefined
  } catch {
    return undefined
  }
}

/** Shows a theme without keeping it; undefined follows the system. */
export function showTheme(theme: Theme | undefined): void {
  if (theme) document.documentElement.dataset['theme'] = theme
  else delete document.documentElement.dataset['theme']
}

/** Shows a theme and keeps it. */
export function chooseTheme(theme: Theme | undefined): void {
  showTheme(theme)
  try {
    if (theme) localStorage.setItem(key, theme)
    else localStorage.removeItem(key)
  } catch {
    // Nothing can be kept here; the choice holds for this page.
  }
}
