/**
 * Small pieces of a page as plain HTML, for what stands there by the hundred, or on every page: marks, icons, cards, chips, choices, the frame.
 * JSX makes an object of every element before it writes it; this only joins text, and takes less than half the time.
 * Everything else is JSX, where the editor knows each element.
 */
import type { ComponentChild, VNode } from 'preact'
import { jsxEscape, jsxTemplate } from 'preact/jsx-runtime'

/**
 * markup`<a href="${address}">${title}</a>` is something JSX can hold. What is put in is escaped, in text and between double
 * quotes alike; pieces made by `markup`, JSX and lists of them stay what they are; null, undefined, true and false leave nothing.
 */
export function markup(parts: TemplateStringsArray, ...values: readonly ComponentChild[]): VNode {
  return jsxTemplate(parts as unknown as string[], ...values.map(escape)) as VNode
}

/** What stands in a list is escaped when the list is written. (`jsxEscape` would do it now, and so twice.) */
function escape(value: ComponentChild) {
  return Array.isArray(value) ? value : jsxEscape(value)
}
