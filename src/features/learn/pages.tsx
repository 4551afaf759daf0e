/** What the pages about the application itself look like. */
import { PageHeader } from '../../ui/page-header.tsx'
import { CodeBlock, SqlBlock } from '../../ui/code-block.tsx'
import { sqlLines } from '../../ui/sql-lines.ts'
import { Table } from '../../ui/table.tsx'
import type { ComparisonWithCode, Example } from './queries.ts'

interface ModelPageProps {
  examples: Example[]
  comparisons: ComparisonWithCode[]
}

export function ModelPage({ examples, comparisons }: ModelPageProps) {
  return (
    <>
      <PageHeader
        title="Queries to learn from"
        kind="The database"
        lead="Each is a function of a few lines, in queries.ts of src/features/catalogue/items. Here is the SQL it becomes, how the database finds the answer (its plan), and how the answer begins. Of few rows PostgreSQL reads a whole table rather than an index."
      />
      {examples.map((example) => (
        <ExampleSection example={example} />
      ))}
      <section class="section" aria-labelledby="orm">
        <div class="section-head">
          <h2 id="orm">The same with an ORM</h2>
          <span>Kysely and MikroORM side by side</span>
        </div>
        <div class="stack">
          <p>
            Kysely builds one statement from one call. An object-relational mapper (ORM) such as MikroORM
            turns rows into objects, and changes of objects into statements. Here are three of the same things
            in both, with the SQL that each sends.
          </p>
          {comparisons.map((comparison) => (
            <ComparisonPart comparison={comparison} />
          ))}
        </div>
      </section>
    </>
  )
}

function ExampleSection({ example }: { example: Example }) {
  const { name, question, teaches, lesson, code, sql, parameters, engine, answer } = example
  const other = engine === 'sqlite' ? 'postgresql' : 'sqlite'
  return (
    <section class="section" aria-labelledby={name}>
      <div class="section-head">
        <h2 id={name}>{question}</h2>
        <span>{teaches}</span>
      </div>
      <div class="stack example">
        <p>{lesson}</p>
        <div class="halves">
          <CodeBlock code={code} title={`${name}, with Kysely`} label={`Code of ${name}`} />
          <ExampleSql name={name} engine={engine} sql={sql[engine]} />
        </div>
        {parameters.length > 0 && <Values parameters={parameters} />}
        <details>
          <summary>{`The same on ${engineNames[other]}`}</summary>
          <ExampleSql name={name} engine={other} sql={sql[other]} />
        </details>
        {answer ? (
          <>
            <CodeBlock
              code={answer.plan}
              title={`Its plan on ${engineNames[engine]}`}
              label={`Plan of ${name}`}
            />
            <Answer name={name} rows={answer.rows} />
          </>
        ) : (
          <p class="field-hint">
            The search index is being built. The plan and the answer stand here when it is ready.
          </p>
        )}
      </div>
    </section>
  )
}

const engineNames = { sqlite: 'SQLite', postgresql: 'PostgreSQL' } as const

interface ExampleSqlProps {
  name: string
  engine: Example['engine']
  sql: string
}

function ExampleSql({ name, engine, sql }: ExampleSqlProps) {
  const title = `SQL on ${engineNames[engine]}`
  return <SqlBlock code={sql} title={title} label={`${title} of ${name}`} id={`${name}-${engine}`} />
}

function Values({ parameters }: Pick<Example, 'parameters'>) {
  return (
    <p class="field-hint">
      {parameters.length === 1 ? 'Its value, ' : 'Its values, '}
      <code>{parameters.map(valueText).join(', ')}</code>
      {parameters.length === 1 ? ', travels' : ', travel'} beside the SQL, never inside it.
    </p>
  )
}

function ComparisonPart({ comparison }: { comparison: ComparisonWithCode }) {
  const { question, teaches, lesson, sides } = comparison
  return (
    <section class="stack">
      <div class="section-head">
        <h3>{question}</h3>
        <span>{teaches}</span>
      </div>
      <p>{lesson}</p>
      <div class="halves">
        {sides.map(({ title, code, sql }) => (
          <div class="stack">
            <CodeBlock code={code} title={title} label={`${title}: ${question}`} />
            <SqlBlock
              code={sql.map(sqlLines).join(';\n\n')}
              title={sql.length === 1 ? 'It sends one statement' : `It sends ${sql.length} statements`}
              label={`SQL of ${title}: ${question}`}
            />
          </div>
        ))}
      </div>
    </section>
  )
}

type Row = Record<string, unknown>

function Answer({ name, rows }: { name: string; rows: Row[] }) {
  if (rows.length === 0) return <p class="field-hint">It returns no rows.</p>
  const first = rows[0] ?? {}
  const columns = Object.keys(first).map((key) => ({
    key,
    label: key,
    kind: typeof first[key] === 'number' ? ('number' as const) : ('text' as const),
    cell: (row: Row) => (typeof row[key] === 'string' ? row[key] : valueText(row[key])),
  }))
  return <Table caption={`How the answer of ${name} begins`} narrow="scroll" columns={columns} rows={rows} />
}

/** A value as it would stand in SQL. */
function valueText(value: unknown): string {
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value)
}
