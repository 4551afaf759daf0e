/** Texts with the words of a search marked in them. */
import { cloneElement } from 'preact'
import type { ComponentChildren, VNode } from 'preact'
import { partsOf } from '../rules/found-words.ts'
import type { TextPart } from '../rules/found-words.ts'
import type { WordsTerm } from '../rules/search-query.ts'

interface MarkedProps {
  readonly text: string
  readonly words: readonly WordsTerm[] | undefined
}

export function Marked({ text, words = [] }: MarkedProps) {
  return words.length === 0 ? <>{text}</> : <Parts parts={partsOf(text, words)} />
}

/** The same for what a field shows: a text, or a link with one. Anything else stays as it is. */
export function markedIn(
  shown: ComponentChildren,
  words: readonly WordsTerm[] | undefined,
): ComponentChildren {
  if (!words || words.length === 0) return shown
  if (typeof shown === 'string') return <Marked text={shown} words={words} />
  const element = shown as VNode<{ children?: unknown }> | null
  const text = element?.props.children
  return element && typeof text === 'string'
    ? cloneElement(element, {}, <Marked text={text} words={words} />)
    : shown
}

/** Where a search was found in a text that is not shown as a whole. */
export interface FoundLine {
  /** What the field is called. */
  readonly label: string
  readonly parts: readonly TextPart[]
}

export function FoundLineText({ label, parts }: FoundLine) {
  return (
    <p class="found-line">
      <span class="found-line-label">{label}</span>{' '}
      <bdi>
        <Parts parts={parts} />
      </bdi>
    </p>
  )
}

function Parts({ parts }: Pick<FoundLine, 'parts'>) {
  return <>{parts.map(({ text, isFound }) => (isFound ? <mark>{text}</mark> : text))}</>
}
