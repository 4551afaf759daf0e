/** Room for several lines. */
import { classNames } from './classes.ts'
import { Field, wiring, type FieldProps } from './field.tsx'

export interface TextAreaProps extends FieldProps {
  readonly value?: string | undefined
  readonly rows?: number | undefined
  readonly maxLength?: number | undefined
  readonly code?: boolean | undefined
}

export function TextArea(props: TextAreaProps) {
  const { value = '', rows = 5, maxLength, code } = props
  return (
    <Field field={props}>
      <textarea
        {...wiring(props)}
        class={classNames('input', 'input-area', code && 'input-code')}
        rows={rows}
        maxLength={maxLength}
        dir="auto"
        // A browser drops the first line break of a textarea, so one more is put before the text: what was typed comes back whole.
        dangerouslySetInnerHTML={{ __html: `\n${escapeText(value)}` }}
      />
    </Field>
  )
}

/** The three characters that mean something inside a textarea. */
function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
