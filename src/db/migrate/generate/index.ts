/** Writes the next revision: what the models say and the revisions do not yet build. */
import { writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { MigrationError } from '../core/errors.ts'
import type { History } from '../graph/graph.ts'
import { loadRevisions, migrationsFolder } from '../graph/load.ts'
import { onlyHead } from '../core/run.ts'
import { blueprintOfModels, blueprintOfRevisions } from './blueprint.ts'
import { stepsBetween } from './compare.ts'
import { complete, lossesOf } from './complete.ts'
import { leftover } from './leftover.ts'
import { messageOfSteps } from './message.ts'
import { modelDdl } from './models.ts'
import type { ModelDdl } from './models.ts'
import { printFile } from './print.ts'
import type { FileParts } from './print.ts'
import { findRenames, refuseToGuess, reversed } from './renames.ts'
import type { Answers, Ask } from './renames.ts'
import { withSortKeys } from './sort-keys.ts'
import { fieldsOfProject, withStoredNames } from './stored-names.ts'
import type { FieldsOfItems } from './stored-names.ts'

export type { Ask, RenameQuestion } from './renames.ts'

export interface GenerateOptions {
  /** Left out, it is made from the steps. */
  message?: string | undefined
  answers?: Answers
  /** Asks a person; without one a question is refused, naming the flag that answers it. */
  ask?: Ask
  /** Further steps over rows, as TypeScript: after the others on the way there, before them on the way back. With them a file is written in any case. */
  rows?: { readonly up: readonly string[]; readonly down: readonly string[] }
  /** Writes a file with nothing in it to do, for steps written by hand. */
  empty?: boolean
  /** Other models than those of the project; for tests, other revisions, another folder and other fields. */
  folder?: string
  history?: History
  models?: ModelDdl
  fields?: FieldsOfItems
}

export interface Generated {
  readonly id: string
  readonly path: string
  /** What is lost when it runs. */
  readonly losses: readonly string[]
  /** What its author has still to write. */
  readonly todos: readonly string[]
}

/** A revision that is not written yet. */
export interface DraftRevision extends Generated {
  readonly text: string
}

/** @returns undefined where models and revisions agree already */
export async function generate(options: GenerateOptions): Promise<Generated | undefined> {
  const drafted = await draftRevision(options)
  return drafted && write(drafted)
}

/** The same without writing it. */
export async function draftRevision(options: GenerateOptions): Promise<DraftRevision | undefined> {
  const { answers = { renames: [], noRename: false }, folder = migrationsFolder } = options
  const history = options.history ?? (await loadRevisions(folder))
  const follows = history.revisions.length === 0 ? null : onlyHead(history).id
  if (options.empty) return draftEmpty(folder, history, follows, options.message ?? '')

  const from = await blueprintOfRevisions(history.revisions)
  const to = await blueprintOfModels(options.models ?? (await modelDdl()))
  const renames = await findRenames(from, to, answers, options.ask ?? nobodyToAsk)
  const up = stepsBetween(from, to, renames, { keepOrder: false })
  mustBeWritable(await leftover(history.revisions, up, to))
  const named = withStoredNames(renames, to.shape, options.fields ?? fieldsOfProject, options.rows)
  const rows = withSortKeys(up, named)
  if (up.length === 0 && !rows) return undefined
  const message = options.message ?? messageOfSteps(up)
  const down = stepsBetween(to, from, reversed(renames), { keepOrder: true })
  const forward = complete(up)
  const back = complete(down)
  const losses = lossesOf(up)
  return draft(
    folder,
    history,
    { follows, message, losses, up: forward.lines, down: back.lines, ...(rows && { rows }) },
    [...forward.todos, ...back.todos.map((todo) => `on the way back: ${todo}`)],
  )
}

const nobodyToAsk: Ask = async (question) => refuseToGuess(question)

/** @throws MigrationError where something of the models is left over */
function mustBeWritable(left: readonly string[]): void {
  if (left.length > 0)
    throw new MigrationError(
      `not all that the models say can be written: ${left.join('; ')}. Write that part first, by hand (npx crowfoot db revision --empty MESSAGE): op.sql(..., { makes: '${left[0]}' }) for what no other operation does`,
    )
}

/** Neither way is written yet: an empty way back would note as undone what is not. */
function draftEmpty(
  folder: string,
  history: History,
  follows: string | null,
  message: string,
): Promise<DraftRevision> {
  const up = {
    kind: 'todo',
    title: message,
    hint: '... or any other step: op.addColumn(...), op.sql(...)',
  } as const
  const down = {
    ...up,
    title: `undo: ${message}`,
    hint: `... or, where there is no way back, down: cannotBeUndone('why')`,
  }
  return draft(folder, history, { follows, message, losses: [], up: [up], down: [down] }, ['up', 'down'])
}

async function draft(
  folder: string,
  history: History,
  parts: Omit<FileParts, 'from'>,
  todos: readonly string[],
): Promise<DraftRevision> {
  const id = nextId(history, parts.message)
  const path = join(folder, `${id}.ts`)
  const text = await formatCode(printFile({ ...parts, from: defineFrom(folder) }), path)
  return { id, path, losses: parts.losses, todos, text }
}

async function write({ text, ...made }: DraftRevision): Promise<Generated> {
  await writeFile(made.path, text, { flag: 'wx' })
  return made
}

function defineFrom(folder: string): string {
  const path = relative(folder, fileURLToPath(new URL('../define.ts', import.meta.url)))
  return path.replaceAll('\\', '/')
}

/** "0006_add_price_to_items". @throws MigrationError for a message without a letter or digit */
export function nextId(history: History, message: string): string {
  const words = message
    .normalize('NFKD')
    .toLowerCase()
    .match(/[a-z0-9]+/g)
  if (!words)
    throw new MigrationError(`a revision is named after its message, and "${message}" has no letter or digit`)
  const last = Math.max(0, ...history.revisions.map(({ id }) => Number.parseInt(id, 10) || 0))
  return `${String(last + 1).padStart(4, '0')}_${words.join('_').slice(0, 60)}`
}

/** A revision that joins several heads and changes nothing itself. */
export async function generateMerge(message: string, folder: string = migrationsFolder): Promise<Generated> {
  const history = await loadRevisions(folder)
  const heads = history.heads.map(({ id }) => id)
  if (heads.length < 2) throw new MigrationError('there is one head only, so there is nothing to merge')
  return write(await draft(folder, history, { follows: heads, message, losses: [], up: [], down: [] }, []))
}

/**
 * In the project's style, where the formatter is installed (it is not part of a lean installation).
 * @throws SyntaxError where the text is no code
 */
export async function formatCode(text: string, path: string): Promise<string> {
  const prettier = await import('prettier').catch(() => undefined)
  if (!prettier) return text
  const style = await prettier.resolveConfig(join(migrationsFolder, 'revision.ts'))
  return prettier.format(text, { ...style, filepath: path })
}
