/** A cache of HTML, for parts of a page that look the same for the same data. */
import { h } from 'preact'
import type { ComponentChild, VNode } from 'preact'
import { jsxTemplate } from 'preact/jsx-runtime'
import { render } from 'preact-render-to-string'
import { LruCache } from '../rules/lru-cache.ts'

/** Plain data all the way down. Functions and elements are not: two that look alike may render different HTML. */
type Data<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends (...values: never[]) => unknown
    ? never
    : { [Key in keyof T]: Data<T[Key]> }

/**
 * The same component with a cache: `const Footer = cachedHtml(() => <footer>...</footer>)`. What it renders must follow from
 * its props alone. They are compared as JSON, so nobody is shown what was rendered for other data, and so for another viewer.
 * @param most how many pieces of HTML are kept; the least recently used goes first
 */
export function cachedHtml<P extends object>(
  Component: (props: P & Data<P>) => ComponentChild,
  most = 100,
): (props: P) => VNode {
  const cache = new LruCache<string>(most)
  const htmlOf = (props: P) => flat(render(h(Component as (props: P) => VNode, props)))
  return (props) => {
    const key = keyOf(props)
    if (key === undefined) return jsxTemplate([htmlOf(props)]) as VNode
    const html = cache.get(key) ?? htmlOf(props)
    cache.set(key, html)
    return jsxTemplate([html]) as VNode
  }
}

/** Ids larger than a number can hold are bigints, which JSON does not know: rare enough to be rendered each time. */
function keyOf(props: object): string | undefined {
  try {
    return JSON.stringify(props)
  } catch {
    return undefined
  }
}

/** V8 keeps a concatenated string as a tree of its parts, and would walk it each time that it is sent. */
const flat = (text: string) => Buffer.from(text).toString()
