/** Notices that the main script did not arrive, and lets the style sheet show what it had hidden because of it. */

addEventListener(
  'error',
  (event) => {
    if (event.target instanceof HTMLScriptElement) document.documentElement.dataset['unscripted'] = ''
  },
  // The error event of a failed file does not bubble, but it can be caught in the capture phase.
  { capture: true },
)
