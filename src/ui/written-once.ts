/** Parts of a page that look the same for the same data: they are written once, and their HTML is kept for the next page. */
import { h } from 'preact'
import type { ComponentChild, VNode } from 'preact'
import { jsxTemplate } from 'preact/jsx-runtime'
import { render } from 'preact-render-to-string'

/** Plain data all the way down. Functions and elements are not: two that look alike may write different HTML. */
type Data<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends (...values: never[]) => unknown
    ? never
    : { [Key in keyof T]: Data<T[Key]> }

/**
 * The same component, with a memory: `const Footer = writtenOnce(() => <footer>...</footer>)`. What it writes must follow from
 * its props alone, which are compared as JSON: so nobody is shown what was written for other data, and so for another viewer.
 * @param most pieces of HTML that are kept; the one used longest ago goes first
 */
export function writtenOnce<P extends object>(
  Component: (props: P & Data<P>) => ComponentChild,
  most = 100,
): (props: P) => VNode {
  const kept = new Map<string, string>()
  const write = (props: P) => inOnePiece(render(h(Component as (props: P) => VNode, props)))
  return (props) => {
    const key = keyOf(props)
    if (key === undefined) return jsxTemplate([write(props)]) as VNode
    const html = kept.get(key) ?? write(props)
    // Put last, so that the first is the one used longest ago.
    kept.delete(key)
    kept.set(key, html)
    if (kept.size > most) kept.delete(kept.keys().next().value ?? '')
    return jsxTemplate([html]) as VNode
  }
}

/** Ids beyond what a number can hold are bigints, which JSON does not know: rare enough to be written each time. */
function keyOf(props: object): string | undefined {
  try {
    return JSON.stringify(props)
  } catch {
    return undefined
  }
}

/** V8 keeps a text that was put together as a tree of its parts, and would walk it each time that it is sent. */
const inOnePiece = (text: string) => Buffer.from(text).toString()
