/** Everything a revision file imports. */
export {
  bigint,
  boolean,
  bytes,
  custom,
  date,
  decimal,
  expression,
  id,
  integer,
  json,
  key,
  real,
  text,
  time,
} from './core/columns.ts'
export { desc } from './core/operations.ts'
export { sortKeys, sortNames } from './core/sort-keys.ts'
export { check, foreignKey, primaryKey, unique } from './core/rules.ts'
export { MigrationError } from './core/errors.ts'
export type { Say, TablesThen } from './core/plan.ts'
export { cannotBeUndone, defineRevision } from './core/revision.ts'
