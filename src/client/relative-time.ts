/** Shows the `<time>` in it as "3 minutes ago" while that is near; the exact time stays as its tooltip. */
import { timeAgo } from './time-ago.ts'

class RelativeTime extends HTMLElement {
  connectedCallback(): void {
    const time = this.querySelector('time')
    const told = time && timeAgo(new Date(time.dateTime), new Date())
    if (!told) return
    time.title = time.textContent
    time.textContent = told
  }
}

customElements.define('relative-time', RelativeTime)
