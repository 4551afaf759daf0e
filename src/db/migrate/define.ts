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
} from './columns.ts'
export { desc } from './operations.ts'
export { check, foreignKey, primaryKey, unique } from './rules.ts'
export { MigrationError } from './errors.ts'
export type { Say, TablesThen } from './plan.ts'
export { cannotBeUndone, defineRevision } from './revision.ts'
