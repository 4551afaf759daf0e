/** Tells renames from losses. Both look the same in the models, so a person is asked, and nothing is guessed. */
import { MigrationError } from '../core/errors.ts'
import type { Shape, TableShape } from '../shape/shape.ts'
import type { Blueprint } from './blueprint.ts'
import type { Renames } from './renamed.ts'

/** Something that went, and what it may now be called. */
export interface RenameQuestion {
  readonly what: 'table' | 'column'
  /** `items`, or `items.place`. */
  readonly from: string
  /** The new names that it could have: tables, or columns of the same table. */
  readonly candidates: readonly string[]
}

/** Answers a question with one of its candidates, or null where the one went and the other came. */
export type Ask = (question: RenameQuestion) => Promise<string | null>

/** Answers given beforehand: `--rename items.place:location`, `--no-rename`. */
export interface Answers {
  readonly renames: readonly string[]
  readonly noRename: boolean
}

/** Finds out what was renamed, from the answers given and by asking for the rest. */
export async function findRenames(
  from: Blueprint,
  to: Blueprint,
  answers: Answers,
  ask: Ask,
): Promise<Renames> {
  const given = parseAnswers(answers.renames)
  const decide = async (question: RenameQuestion): Promise<string | null> => {
    const answer = given.get(question.from)
    if (answer !== undefined) {
      given.delete(question.from)
      if (question.candidates.includes(answer)) return answer
      throw new MigrationError(
        `${question.from} cannot have become ${answer}: what came is ${question.candidates.join(', ') || 'nothing'}`,
      )
    }
    return answers.noRename || question.candidates.length === 0 ? null : ask(question)
  }
  const tables = await matchNames('table', '', names(from.shape.tables), names(to.shape.tables), decide)
  const columns = new Map<string, string>()
  for (const before of from.shape.tables) {
    const after = tableNow(to.shape, tables.get(before.name) ?? before.name)
    if (!after) continue
    const found = await matchNames(
      'column',
      `${before.name}.`,
      names(before.columns),
      names(after.columns),
      decide,
    )
    for (const [name, now] of found) columns.set(`${before.name}.${name}`, now)
  }
  const [unused] = given.keys()
  if (unused !== undefined)
    throw new MigrationError(
      `--rename ${unused}:${given.get(unused) ?? ''} answers nothing: ${unused} did not go`,
    )
  return { tables, columns }
}

/** The question, where there is nobody to answer it. */
export function refuseToGuess({ what, from, candidates }: RenameQuestion): never {
  const example = `--rename ${from}:${candidates[0] ?? ''}`
  throw new MigrationError(
    `the ${what} ${from} is gone and ${candidates.join(', ')} came: say ${example} if that is a rename, or --no-rename if ${from} is to be dropped with what it holds`,
  )
}

async function matchNames(
  what: RenameQuestion['what'],
  prefix: string,
  before: readonly string[],
  after: readonly string[],
  decide: Ask,
): Promise<Map<string, string>> {
  const came = new Set(after.filter((name) => !before.includes(name)))
  const found = new Map<string, string>()
  for (const name of before.filter((each) => !after.includes(each))) {
    const answer = await decide({ what, from: prefix + name, candidates: [...came] })
    if (answer === null) continue
    found.set(name, answer)
    came.delete(answer)
  }
  return found
}

function parseAnswers(renames: readonly string[]): Map<string, string> {
  return new Map(
    renames.map((text): [string, string] => {
      const [, from, to] = /^([^:]+):(?:[^:.]+\.)?([^:.]+)$/.exec(text) ?? []
      if (from === undefined || to === undefined)
        throw new MigrationError(
          `--rename takes old:new, as in --rename items.place:location; "${text}" is not that`,
        )
      return [from, to]
    }),
  )
}

const names = (things: readonly { name: string }[]) => things.map(({ name }) => name)
const tableNow = ({ tables }: Shape, name: string): TableShape | undefined =>
  tables.find((table) => table.name === name)

/** The way back: new names to old ones. */
export function reversed({ tables, columns }: Renames): Renames {
  return {
    tables: new Map([...tables].map(([from, to]) => [to, from])),
    columns: new Map(
      [...columns].map(([from, to]) => {
        const dot = from.lastIndexOf('.')
        const table = from.slice(0, dot)
        return [`${tables.get(table) ?? table}.${to}`, from.slice(dot + 1)]
      }),
    ),
  }
}
