/** Several names in an order, each in a line of its own; one more line by a button, with or without JavaScript. */
import { capital } from '../rules/words.ts'
import { classNames } from './classes.ts'
import { FieldNotes, wiring } from './field.tsx'
import { Icon } from './icon.tsx'
import type { IconName } from './icon-shapes.ts'

export interface NameInputsProps {
  /** The name of every line. The first line's id is the same, so that a message can lead to it. */
  readonly name: string
  readonly label: string
  /** What one of them is called: "creator". */
  readonly one: string
  readonly values: readonly string[]
  readonly hint?: string | undefined
  readonly error?: string | undefined
  /** The lines that the message is about, from 0; all of them where it is not said. */
  readonly wrong?: readonly number[] | undefined
  /** So many lines at least, and always an empty one at the end. */
  readonly lines?: number | undefined
  /** Puts the cursor into the last line: the button for one more has just been pressed. */
  readonly focusLast?: boolean | undefined
  /** At least one of the lines is. */
  readonly required?: boolean | undefined
}

export function NameInputs(props: NameInputsProps) {
  const { name, label, one, values, hint, error, wrong, lines = 3, focusLast, required } = props
  const filled = values.at(-1)?.trim() === '' ? values.length : values.length + 1
  const shown = Array.from({ length: Math.max(lines, filled) }, (_, index) => values[index] ?? '')
  const tied = wiring({ name, label, hint, error })
  const described = tied['aria-describedby']
  return (
    <fieldset
      class={classNames('field', 'name-inputs', error !== undefined && 'has-error')}
      aria-describedby={described}
    >
      <legend class="field-label">
        {label}
        {!required && <span class="field-optional"> optional</span>}
      </legend>
      <FieldNotes id={name} hint={hint} error={error} />
      <name-inputs>
        <ol class="name-lines">
          {shown.map((value, index) => {
            const bad = error !== undefined && (wrong === undefined || wrong.includes(index))
            return (
              <Line
                {...{ name, one, value, index }}
                described={bad ? `${name}-error` : undefined}
                focus={focusLast === true && index === shown.length - 1}
              />
            )
          })}
        </ol>
        <button type="submit" name="more" value={name} class="button button-quiet button-small">
          <Icon name="plus" size={16} />
          <span class="button-text">{`Another ${one}`}</span>
        </button>
      </name-inputs>
    </fieldset>
  )
}

interface LineProps {
  readonly name: string
  readonly one: string
  readonly value: string
  readonly index: number
  /** The message that is about this line. */
  readonly described: string | undefined
  readonly focus: boolean
}

/** The buttons of a line work by JavaScript, so they are shown by it. */
function Line({ name, one, value, index, described, focus }: LineProps) {
  const place = `${capital(one)} ${index + 1}`
  return (
    <li class="name-line">
      <input
        class="input"
        id={index === 0 ? name : `${name}-${index + 1}`}
        name={name}
        value={value}
        aria-label={place}
        aria-invalid={described === undefined ? undefined : 'true'}
        aria-describedby={described}
        autofocus={focus}
        autocomplete="off"
        dir="auto"
      />
      <LineButton act="up" icon="arrow-up" label={`Move ${place} up`} />
      <LineButton act="remove" icon="close" label={`Remove ${place}`} />
    </li>
  )
}

function LineButton({
  act,
  icon,
  label,
}: {
  readonly act: string
  readonly icon: IconName
  readonly label: string
}) {
  return (
    <button
      type="button"
      class="button button-quiet button-icon"
      data-act={act}
      aria-label={label}
      title={label}
      hidden
    >
      <Icon name={icon} size={16} />
    </button>
  )
}
