/** What the pages about the application itself look like. */
import { PageHeader } from '../../ui/page-header.tsx'
import { SqlBlock } from '../../ui/code-block.tsx'
import { Table } from '../../ui/table.tsx'
import type { Example } from './queries.ts'

export function ModelPage({ examples }: { examples: Example[] }) {
  return (
    <>
      <PageHeader
        title="Queries to learn from"
        kind="The database"
        lead="Each is a function of a few lines in src/features/catalogue/items/queries.ts. Here is the SQL it becomes, and how its answer begins."
      />
      {examples.map((example) => (
        <ExampleSection example={example} />
      ))}
    </>
  )
}

function ExampleSection({ example }: { example: Example }) {
  const { name, question, teaches, sql, parameters, rows } = example
  return (
    <section class="section" aria-labelledby={name}>
      <div class="section-head">
        <h2 id={name}>{question}</h2>
        <span>{teaches}</span>
      </div>
      <div class="stack">
        <SqlBlock code={sql} title={name} id={`${name}-sql`} />
        {parameters.length > 0 && (
          <p class="field-hint">
            {parameters.length === 1 ? 'Its value, ' : 'Its values, '}
            <code>{parameters.map(valueText).join(', ')}</code>
            {parameters.length === 1 ? ', travels' : ', travel'} beside the SQL, never inside it.
          </p>
        )}
        <Answer name={name} rows={rows} />
      </div>
    </section>
  )
}

function Answer({ name, rows }: Pick<Example, 'name' | 'rows'>) {
  if (rows.length === 0) return <p class="field-hint">It answers no rows.</p>
  const first = rows[0] ?? {}
  const columns = Object.keys(first).map((key) => ({
    key,
    label: key,
    kind: typeof first[key] === 'number' ? ('number' as const) : ('text' as const),
    cell: (row: Example['rows'][number]) => (typeof row[key] === 'string' ? row[key] : valueText(row[key])),
  }))
  return <Table caption={`How the answer of ${name} begins`} narrow="scroll" columns={columns} rows={rows} />
}

/** A value as it would stand in SQL. */
function valueText(value: unknown): string {
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value)
}
