/** Boxes to tick and buttons to choose by, alone or as a group under one question. */
import { formatNumber } from '../rules/words.ts'
import type { ComponentChildren } from 'preact'
import { classNames } from './classes.ts'
import { FieldNotes, wiring, type FieldProps } from './field.tsx'

export interface ChoiceProps {
  readonly type: 'checkbox' | 'radio'
  readonly name: string
  readonly value: string | number
  readonly id?: string | undefined
  readonly label: ComponentChildren
  readonly hint?: ComponentChildren
  readonly checked?: boolean | undefined
  readonly disabled?: boolean | undefined
  /** How many things stand behind it, at the end of the line. */
  readonly count?: number | undefined
}

/** A value may hold blanks, and an id may not. */
const choiceId = (group: string, value: string | number) => `${group}-${String(value).replace(/\s/g, '+')}`

/** One box or button with its label beside it; the whole line can be clicked. */
export function Choice(props: ChoiceProps) {
  const { type, name, value, id = choiceId(name, value), label, hint, checked, disabled, count } = props
  return (
    <div class={classNames('choice', disabled && 'is-disabled')}>
      <input
        {...{ type, id, name, value, checked, disabled }}
        aria-describedby={hint ? `${id}-hint` : undefined}
      />
      <label for={id}>
        <bdi class="choice-text">{label}</bdi>
        {count !== undefined && <span class="choice-count">{formatNumber(count)}</span>}
      </label>
      {hint && (
        <p class="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}

export interface ChoicesProps extends FieldProps {
  readonly type: 'checkbox' | 'radio'
  readonly options: readonly (Omit<ChoiceProps, 'type' | 'name' | 'id'> & {
    readonly value: string | number
  })[]
}

/** A group of choices under one question, with the hint and the error of the whole. */
export function Choices(props: ChoicesProps) {
  const { type, options, name, id = name, label, hint, error, required } = props
  const tied = wiring(props)
  return (
    <fieldset
      id={id}
      class={classNames('field', 'choices', error && 'has-error')}
      aria-describedby={tied['aria-describedby']}
    >
      <legend class="field-label">
        {label}
        {!required && <span class="field-optional"> optional</span>}
      </legend>
      <FieldNotes id={id} hint={hint} error={error} />
      {options.map((option) => (
        <Choice
          {...option}
          type={type}
          name={name}
          id={choiceId(id, option.value)}
          disabled={option.disabled ?? props.disabled}
        />
      ))}
    </fieldset>
  )
}

/** A part of a form under one heading. */
export function Fieldset({
  legend,
  hidden,
  children,
}: {
  readonly legend: string
  readonly hidden?: boolean | undefined
  readonly children: ComponentChildren
}) {
  return (
    <fieldset class="fieldset" hidden={hidden}>
      <legend class="fieldset-legend">{legend}</legend>
      {children}
    </fieldset>
  )
}
