/** After the page below the header was exchanged, puts the focus at its beginning, as a loaded page would. */

interface SwapDetail {
  readonly ctx?: { readonly target?: Element | string | null }
}

document.addEventListener('htmx:after:swap', (event) => {
  const target = (event as CustomEvent<SwapDetail>).detail.ctx?.target
  if (!(target instanceof Element) || target.id !== 'page') return
  const place = document.querySelector<HTMLElement>('#main [autofocus], #main')
  place?.focus({ preventScroll: true })
})
