/** What constraints and indexes are called, so that a revision seldom has to say: `ix_items_year`. */

export const uniqueName = (table: string, columns: readonly string[]) => `uq_${table}_${columns.join('_')}`
export const indexName = (table: string, columns: readonly string[]) => `ix_${table}_${columns.join('_')}`
export const nameOfCheck = (table: string, rule: string) => `ck_${table}_${rule}`
export const foreignKeyName = (table: string, columns: readonly string[]) =>
  `fk_${table}_${columns.join('_')}`
export const primaryKeyName = (table: string) => `${table}_pkey`
