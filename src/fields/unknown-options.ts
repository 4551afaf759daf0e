/** Options that no kind of field has: TypeScript would say so, and the program runs without asking it. */
import type * as kinds from './index.ts'

type KeyOf<T> = T extends unknown ? keyof T : never
type Name = KeyOf<ReturnType<(typeof kinds)[keyof typeof kinds]>>

/** All names that stand in a declared field. The type holds the list complete. */
const known: Record<Name, true> = {
  articles: true,
  card: true,
  checks: true,
  column: true,
  currency: true,
  decimals: true,
  default: true,
  empty: true,
  filter: true,
  filterBy: true,
  fromRow: true,
  group: true,
  help: true,
  json: true,
  keyOf: true,
  keyed: true,
  kind: true,
  label: true,
  labels: true,
  limit: true,
  makes: true,
  many: true,
  max: true,
  min: true,
  most: true,
  no: true,
  of: true,
  order: true,
  parse: true,
  read: true,
  readNames: true,
  required: true,
  search: true,
  sort: true,
  table: true,
  text: true,
  unique: true,
  unit: true,
  write: true,
  yes: true,
}

/** @returns what ends a sentence that begins with the field */
export function problemOfUnknown(field: object): string | undefined {
  const unknown = Object.keys(field).find((name) => !Object.hasOwn(known, name))
  return unknown === undefined
    ? undefined
    : `has the option "${unknown}", which no field has: is it misspelt? npm run check -- types says which there are`
}
