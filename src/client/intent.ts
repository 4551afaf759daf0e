/** Notices that somebody is about to follow a link, and says so: htmx's preload extension then fetches it. */

/** How long the pointer rests on a link, in milliseconds, before that counts as meaning it. */
const restingTime = 80

let waiting: ReturnType<typeof setTimeout> | undefined

document.addEventListener('pointerover', (event) => {
  if (event.pointerType !== 'touch') consider(event.target)
})
document.addEventListener('focusin', (event) => {
  consider(event.target)
})
// Once the link is pressed it is being fetched anyway.
for (const settled of ['pointerout', 'pointerdown', 'focusout', 'keydown']) {
  document.addEventListener(settled, () => {
    clearTimeout(waiting)
  })
}

/** Tells the link that holds `target`, after the resting time. Where the browser saves data, nothing is fetched in advance. */
function consider(target: EventTarget | null): void {
  clearTimeout(waiting)
  const link = target instanceof Element ? target.closest<HTMLAnchorElement>('a[href]') : null
  if (!link || link.href === location.href || savesData()) return
  waiting = setTimeout(() => {
    link.dispatchEvent(new Event('intent'))
  }, restingTime)
}

function savesData(): boolean {
  const { connection } = navigator as Navigator & { connection?: { saveData?: boolean } }
  return connection?.saveData === true
}
