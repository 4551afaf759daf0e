/** Changes to items, many at a time, and what becomes of each. */
import type { DeclaredName, FieldName } from '../../../../declared.ts'
import type { ItemInput } from '../forms/fields.ts'
import type { BrokenRule, TypeRules } from '../../../../type-rules.ts'
import type { ItemColumns, ItemState } from './state.ts'

/** One item of a batch. An update that names a version is refused where the item has another one by now. */
export type ItemChange =
  | { kind: 'create'; values: ItemInput }
  | { kind: 'update'; id: number; version?: number | undefined; values: Partial<ItemInput> }
  | { kind: 'delete'; id: number }

/** What became of a change. `changed` is false where nothing differed, so that nothing was written. */
export type ChangeOutcome = { id: number; changed: boolean; refused?: undefined } | RefusedChange

/**
 * - `gone`: there is no such item (any more);
 * - `conflict`: someone else saved it first;
 * - `type`: there is no such type (any more);
 * - `taken`: another item has the value of a field that is unique;
 * - `missing`: there is no such account or item;
 * - `rule`: it would break rules of its type.
 */
export interface RefusedChange {
  refused: 'gone' | 'conflict' | 'type' | 'taken' | 'missing' | 'rule'
  /** The field that is taken, or that names what is missing. */
  field?: DeclaredName
  /** The item that has the value; none where it comes twice in one batch. */
  existing?: { id: number; title: string; title_key: string }
  /** Which rules, at most one for each field. */
  problems?: readonly BrokenRule[]
}

/** A change on its way through the writer. */
export interface ChangeStep {
  change: ItemChange
  values: Partial<ItemInput>
  /** Of the type that the item has afterwards. */
  rules: TypeRules
  /** Whether the type changes. */
  isOfNewType: boolean
  /** What the fields that are unique are compared by; undefined for one that stays as it is. */
  keys: Partial<Record<FieldName, string | null>>
  /** What was sent for the row itself, with the keys that follow from it: filled where the change is not refused. */
  columns: Partial<ItemColumns>
  before: ItemState | null
  /** The same as `before` until the step is written; null once the item is deleted. */
  after: ItemState | null
  /** Undefined until it is written or refused. */
  outcome?: ChangeOutcome | undefined
}

export const isOpen = (step: ChangeStep) => step.outcome === undefined
