/** Leaves fields without a value out of the address, so that it says only what was chosen. */

interface RequestDetail {
  readonly ctx?: { readonly request?: { readonly method?: string; readonly body?: unknown } }
}

document.addEventListener('htmx:config:request', (event) => {
  const request = (event as CustomEvent<RequestDetail>).detail.ctx?.request
  if (request?.method === 'GET' && request.body instanceof FormData) dropEmpty(request.body)
})

/** The same for a form that the browser sends by itself. */
document.addEventListener('formdata', (event) => {
  if ((event.target as HTMLFormElement).method === 'get') dropEmpty(event.formData)
})

function dropEmpty(data: FormData): void {
  const filled = [...data].filter(([, value]) => value !== '')
  for (const name of new Set(data.keys())) data.delete(name)
  for (const [name, value] of filled) data.append(name, value)
}
