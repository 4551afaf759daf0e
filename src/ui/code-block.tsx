/** A piece of code as it stands, with a button to copy it; SQL is coloured on the server. */
import type { ComponentChildren } from 'preact'
import { sqlLines } from './sql-lines.ts'
import { sqlTokens } from './sql-tokens.ts'

export interface CodeBlockProps {
  readonly code: string
  readonly language?: 'sql' | 'plain' | undefined
  /** What it is, above the code. */
  readonly title?: ComponentChildren
  /** Its name for a screen reader, where the title comes more than once on the page. */
  readonly label?: string | undefined
  /** Gives it a copy button; must be unique on the page. */
  readonly id?: string | undefined
}

export function CodeBlock({ code, language = 'plain', title, label, id }: CodeBlockProps) {
  const name = label ?? (typeof title === 'string' ? title : 'Code')
  return (
    <figure class="code-block">
      {(title || id) && (
        <figcaption class="code-head">
          <span>{title}</span>
          {id && <copy-button for={id} />}
        </figcaption>
      )}
      <pre class="code" tabIndex={0} role="region" aria-label={name}>
        <code id={id}>{language === 'sql' ? <Sql code={code} /> : code}</code>
      </pre>
    </figure>
  )
}

export function SqlBlock(props: Omit<CodeBlockProps, 'language'>) {
  return <CodeBlock {...props} code={sqlLines(props.code)} language="sql" />
}

/** Coloured SQL without a frame, for use inside a line. */
export function Sql({ code }: { readonly code: string }) {
  return (
    <>
      {sqlTokens(code).map(({ kind, text }) =>
        kind === 'plain' ? text : <span class={`sql-${kind}`}>{text}</span>,
      )}
    </>
  )
}
