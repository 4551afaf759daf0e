/** The key "/" goes to the search box, unless somebody is typing. */

document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
  const field = document.querySelector<HTMLInputElement>('[data-search-key]')
  if (!field) return
  event.preventDefault()
  field.focus()
  field.select()
})

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'))
  )
}
