/** What htmx does on every page, said once as attributes: it fetches links and replaces the page below the header. */

/** How htmx itself is set: no style element of its own (the Content-Security-Policy would refuse it), no code from strings. */
export const htmxConfig = JSON.stringify({
  includeIndicatorCSS: false,
  transitions: true,
  defaultTimeout: 30_000,
  preload: { boostEvent: 'intent', boostTimeout: 10_000 },
})

/**
 * For the element around the whole site: a link or a GET form replaces the page below the header, and marks the header's
 * current entry anew. Not for <body> itself: htmx restores a page by a request in the name of <body>, and that must take all of it.
 */
export const boosted = {
  'hx-boost:inherited': 'true',
  'hx-target:inherited': '#page',
  'hx-select:inherited': '#page',
  'hx-select-oob:inherited': '#site-nav:outerHTML',
  'hx-swap:inherited': 'outerHTML show:top showTarget:body',
  'hx-indicator:inherited': '#progress',
}

/** For a link or form that must be an ordinary request: forms that write, downloads, signing in and out. */
export const notBoosted = { 'hx-boost': 'false' }

/**
 * For a link or GET form that changes one region of the page and leaves the rest, the scroll position and the focus as they are.
 * `region` is the id of an element that the answer holds too.
 */
export function swapRegion(region: string): Record<string, string> {
  return {
    'hx-target': `#${region}`,
    'hx-select': `#${region}`,
    'hx-select-oob': '',
    'hx-swap': 'outerMorph transition:false',
    'hx-push-url': 'true',
  }
}
