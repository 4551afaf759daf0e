/** What is known of one thing, as a list of terms and their values. A fact without a value is left out. */
import type { ComponentChildren } from 'preact'
import { classNames } from './classes.ts'

export interface Fact {
  readonly term: string
  readonly value: ComponentChildren
  /** `code` for identifiers and numbers; `wide` for long text, set below its term. */
  readonly kind?: 'text' | 'code' | 'wide' | undefined
}

export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  const known = facts.filter(
    ({ value }) => value !== null && value !== undefined && value !== '' && value !== false,
  )
  if (known.length === 0) return null
  return (
    <dl class="facts">
      {known.map(({ term, value, kind }) => (
        <div class={classNames('fact', kind && kind !== 'text' && `fact-${kind}`)}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
