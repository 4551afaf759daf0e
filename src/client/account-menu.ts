/** Closes the visitor's menu when something else is clicked, with Escape, and when another page has come. */

document.addEventListener('click', (event) => {
  for (const menu of openMenus()) {
    if (!(event.target instanceof Node && menu.contains(event.target))) menu.open = false
  }
})

// The header stays where the page below it is exchanged, and an open menu would stay before the new page.
document.addEventListener('htmx:after:swap', () => {
  for (const menu of openMenus()) menu.open = false
})

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return
  for (const menu of openMenus()) {
    menu.open = false
    if (menu.contains(document.activeElement)) menu.querySelector('summary')?.focus()
  }
})

function openMenus(): NodeListOf<HTMLDetailsElement> {
  return document.querySelectorAll<HTMLDetailsElement>('details.account-menu[open]')
}
