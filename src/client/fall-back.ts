/** When htmx cannot put a response into the page, the browser loads the address itself and shows the response or its own error. */

interface SwapDetail {
  readonly ctx?: {
    readonly select?: string | null
    readonly request?: { readonly method?: string; readonly action?: string }
  }
  readonly tasks?: readonly { readonly type?: string; readonly fragment?: DocumentFragment }[]
}

document.addEventListener('htmx:before:swap', (event) => {
  const { ctx, tasks } = (event as CustomEvent<SwapDetail>).detail
  const main = tasks?.find(({ type }) => type === 'main')
  // The response lacks the part that was asked for: it is not one of our pages, but perhaps a message from a proxy.
  if (ctx?.select && main?.fragment?.childElementCount === 0) {
    event.preventDefault()
    goTo(ctx.request)
  }
})

document.addEventListener('htmx:error', (event) => {
  goTo((event as CustomEvent<SwapDetail>).detail.ctx?.request)
})

function goTo(request: { readonly method?: string; readonly action?: string } | undefined): void {
  if (request?.method === 'GET' && request.action) location.assign(request.action)
}
