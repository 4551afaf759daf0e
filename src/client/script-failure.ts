/** Notices that the main script did not arrive, and lets the style sheet show what it had hidden because of it. */

addEventListener(
  'error',
  (event) => {
    if (event.target instanceof HTMLScriptElement) document.documentElement.dataset['unscripted'] = ''
  },
  // A failed file does not bubble; on its way down it can be seen.
  { capture: true },
)
