/** Brings checked rows into the catalogue: those that are new as new items, and those that are there already as the choice for duplicates says. */
import { declarationOf, declaredNames, fieldOfKind, lookups } from '../../../declared.ts'
import { domain } from '../../../domain.ts'
import type { Reader } from '../../../db/engine/connection.ts'
import { searchKey } from '../../../rules/text.ts'
import type { Viewer } from '../../../security/rights/viewer.ts'
import type { ItemChange, RefusedChange } from '../../catalogue/items/commands/changes.ts'
import { ItemNames } from '../../catalogue/items/commands/names.ts'
import { writeItems } from '../../catalogue/items/commands/write.ts'
import { identifierName } from '../../../type-rules.ts'
import type { OnDuplicate } from '../forms.ts'
import { Duplicates } from './duplicates.ts'
import type { FoundItem } from './duplicates.ts'
import { identifierIn, sentence } from './rows.ts'
import type { ImportedItem, LeftOut, CellProblem } from './rows.ts'

const { one } = domain.item

/** By what two rows without an identifier are one, in words. */
const alike = new Intl.ListFormat('en-GB').format([
  lookups.types.noun.one,
  ...['title', fieldOfKind('year'), 'creators'].flatMap((each) => {
    const name = declaredNames.find((declared) => declared === each)
    return name === undefined ? [] : [declarationOf(name).label.toLowerCase()]
  }),
])

export interface RowOptions {
  /** What becomes of a row whose item is in the catalogue already; where nobody chose, it is left out. */
  onDuplicate?: OnDuplicate | undefined
  /** Told each row that is left out, and why. */
  onLeftOut?: (row: LeftOut) => void
  /** Who brings the items in. */
  actor: Viewer
}

/** How many items became what. */
export interface Counts {
  added: number
  updated: number
  /** In the catalogue already, and left as they were. */
  skipped: number
}

export class RowImport {
  readonly counts: Counts = { added: 0, updated: 0, skipped: 0 }
  readonly names: ItemNames
  readonly #db: Reader
  readonly #options: RowOptions
  readonly #duplicates: Duplicates

  private constructor(db: Reader, options: RowOptions, lastOld: number) {
    this.#db = db
    this.#options = options
    this.names = new ItemNames(db)
    this.#duplicates = new Duplicates(db, this.names, lastOld)
  }

  /** @param db the transaction in which everything is written */
  static async open(db: Reader, options: RowOptions): Promise<RowImport> {
    const last = await db.selectFrom('items').select('id').orderBy('id', 'desc').limit(1).executeTakeFirst()
    return new RowImport(db, options, last?.id ?? 0)
  }

  /** Writes the rows. @returns those that may not be written: then all that was written must be taken back */
  async write(rows: readonly ImportedItem[]): Promise<CellProblem[]> {
    const problems: CellProblem[] = []
    for (const some of splitBeforeRepeats(rows)) problems.push(...(await this.#write(some)))
    return problems
  }

  async #write(rows: readonly ImportedItem[]): Promise<CellProblem[]> {
    const { onDuplicate, onLeftOut } = this.#options
    // Only looked up so far: a row that is left out must not leave a new creator behind.
    await this.names.find(rows)
    const found = await this.#duplicates.find(rows)
    const wrong = await this.#add(
      rows.filter((row) => !found.has(row)),
      found,
    )
    const duplicates = rows.flatMap((row): [ImportedItem, FoundItem][] => {
      const item = found.get(row)
      return item ? [[row, item]] : []
    })
    if (onDuplicate === 'fail') return [...wrong, ...duplicates.map(([row]) => alreadyThere(row))]
    const { updated, problems } =
      onDuplicate === 'update' ? await this.#update(duplicates) : { updated: new Set(), problems: [] }
    this.counts.skipped += duplicates.length - updated.size
    for (const [row, item] of duplicates) if (!updated.has(row)) onLeftOut?.(leftOut(row, item, onDuplicate))
    return [...wrong, ...problems]
  }

  /**
   * @param found receives the rows whose identifier is in the catalogue already
   * @returns the problems of rows that may not be added at all
   */
  async #add(rows: readonly ImportedItem[], found: Map<ImportedItem, FoundItem>): Promise<CellProblem[]> {
    const outcomes = await this.#writeItems(rows.map((values) => ({ kind: 'create', values })))
    const problems: CellProblem[] = []
    for (const [index, row] of rows.entries()) {
      const outcome = outcomes[index]
      if (outcome?.refused === undefined) this.counts.added++
      else if (outcome.existing && outcome.field === identifierName) found.set(row, outcome.existing)
      else problems.push(...cannotBe(row, outcome))
    }
    return problems
  }

  /** Updates each item that differs from its row. @returns the rows that differed, and those that could not be written */
  async #update(duplicates: readonly [ImportedItem, FoundItem][]) {
    const outcomes = await this.#writeItems(
      duplicates.map(([values, { id }]) => ({ kind: 'update', id, values })),
    )
    const rowsWith = (filter: (outcome: (typeof outcomes)[number]) => boolean) =>
      outcomes.flatMap((outcome, index) => (filter(outcome) ? (duplicates[index]?.[0] ?? []) : []))
    const updated = new Set(rowsWith((outcome) => outcome.refused === undefined && outcome.changed))
    this.counts.updated += updated.size
    const problems = outcomes.flatMap((outcome, index) => {
      const row = duplicates[index]?.[0]
      return row && outcome.refused !== undefined ? cannotBe(row, outcome) : []
    })
    return { updated, problems }
  }

  #writeItems(changes: readonly ItemChange[]) {
    return writeItems(this.#db, changes, this.#options.actor, this.names)
  }
}

/** Cuts the rows before each that has the identifier of one above it: that one must be in the catalogue first. */
function* splitBeforeRepeats(rows: readonly ImportedItem[]): Generator<ImportedItem[], void, void> {
  const seen = new Set<string>()
  let some: ImportedItem[] = []
  for (const row of rows) {
    const key = row.identifier_key === null ? undefined : `${row.type.key}\n${row.identifier_key}`
    if (key !== undefined && seen.has(key)) {
      yield some
      some = []
      seen.clear()
    }
    if (key !== undefined) seen.add(key)
    some.push(row)
  }
  if (some.length > 0) yield some
}

function leftOut(item: ImportedItem, found: FoundItem, choice?: OnDuplicate): LeftOut {
  const { line, row } = item
  const reason =
    choice === 'update'
      ? `the ${one} says the same already`
      : searchKey(item.title) === found.title_key
        ? `the ${one} is in the catalogue already`
        : `its identifier “${identifierIn(item)}” is that of “${found.title}”, which is in the catalogue already`
  return { line, row, reason, item: found.id }
}

function alreadyThere(item: ImportedItem): CellProblem {
  const { line } = item
  return item.identifier_key === null
    ? { line, column: 'title', message: `there is already ${domain.item.a} of this ${alike}` }
    : {
        line,
        column: identifierName ?? null,
        message: `“${identifierIn(item)}” is the identifier of another ${one} of this type`,
      }
}

/** Why the writer refused a row. */
function cannotBe(item: ImportedItem, refusal: RefusedChange): CellProblem[] {
  const { line } = item
  const { refused, field: column = null, existing, problems = [] } = refusal
  switch (refused) {
    case 'taken': {
      const whose = existing ? `“${existing.title}” has this value` : 'another row has this value'
      return [{ line, column, message: `${whose}, and no two ${domain.item.many} may share it` }]
    }
    case 'missing': {
      const isPerson = column !== null && declarationOf(column).kind === 'person'
      const what = isPerson ? 'account of this name' : `${one} with this number`
      return [{ line, column, message: `there is no ${what}: correct it, or leave it empty` }]
    }
    case 'rule':
      return problems.map(({ field, problem }) => ({
        ...{ line, column: field },
        message: sentence(field === identifierName ? identifierIn(item) : '', problem),
      }))
    default:
      return [
        {
          ...{ line, column: null },
          message: `its ${one} was saved by someone else meanwhile: import the file again`,
        },
      ]
  }
}
