/** The example queries: what each shows, its SQL on both engines, the plan of the one that runs, and how its answer begins. */
import type { Engine, Reader } from '../../../db/engine/connection.ts'
import { engineUsedBy } from '../../../db/engine/many.ts'
import { codeOf, exampleFile, fullTextFile } from './code.ts'
import { queryPlan, writers } from './compiled.ts'
import { questions } from './questions.ts'
import type { Query, Question } from './questions.ts'
import { argumentsFor } from './arguments.ts'
import type { ExampleArguments } from './arguments.ts'

export interface Example extends Omit<Question, 'query' | 'standsOn'> {
  /** As it stands in its file. */
  code: string
  sql: Record<Engine, string>
  parameters: readonly unknown[]
  /** The engine that runs it. */
  engine: Engine
  /** None where the search index is still being built. */
  answer: { plan: string; rows: Record<string, unknown>[] } | undefined
}

/** Rows shown of each answer; the queries themselves are not changed for the page. */
const mostRows = 5

/** Every example, over the items that are there. */
export async function runExamples(db: Reader): Promise<Example[]> {
  const given = await argumentsFor(db)
  const examples: Example[] = []
  for (const question of questions) examples.push(await runExample(db, question, given))
  return examples
}

async function runExample(
  db: Reader,
  { query, standsOn, ...words }: Question,
  given: ExampleArguments,
): Promise<Example> {
  const engine = engineUsedBy(db)
  const run = query(db, given)
  const compiled = run.compile()
  const isReady = standsOn === undefined || given.index !== undefined
  return {
    ...words,
    code: await codeBehind(words.name, standsOn?.[engine]),
    sql: {
      sqlite: query(writers.sqlite, given).compile().sql,
      postgresql: query(writers.postgresql, given).compile().sql,
    },
    parameters: compiled.parameters,
    engine,
    answer: isReady ? { plan: await queryPlan(db, engine, compiled), rows: await firstRows(run) } : undefined,
  }
}

async function codeBehind(name: string, helper?: string): Promise<string> {
  const code = [await codeOf({ file: exampleFile, name })]
  if (helper !== undefined) code.push(await codeOf({ file: fullTextFile, name: helper }))
  return code.join('\n\n')
}

/** Of an answer that may be as long as the catalogue. */
async function firstRows(query: Query): Promise<Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = []
  for await (const row of query.stream(mostRows)) {
    rows.push(row as Record<string, unknown>)
    if (rows.length === mostRows) break
  }
  return rows
}
