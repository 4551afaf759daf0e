/** A step in a few words, for messages and the rehearsal: "add column items.price". */
import type { Step } from './plan.ts'

const whats = { primaryKey: 'primary key', unique: 'unique rule', check: 'check', foreignKey: 'foreign key' }

export function describeStep(step: Step): string {
  switch (step.kind) {
    case 'createTable':
      return `create table ${step.table}`
    case 'dropTable':
      return `drop table ${step.table}`
    case 'renameTable':
      return `rename table ${step.table} to ${step.to}`
    case 'addColumn':
      return `add column ${step.table}.${step.column.name}`
    case 'dropColumn':
      return `drop column ${step.table}.${step.column}`
    case 'renameColumn':
      return `rename column ${step.table}.${step.column} to ${step.to}`
    case 'alterColumn':
      return `change column ${step.table}.${step.column}`
    case 'addConstraint':
      return `add ${whats[step.constraint.kind]} ${step.constraint.name}`
    case 'dropConstraint':
      return `drop ${whats[step.what]} ${step.name}`
    case 'createIndex':
      return `create index ${step.index.name}`
    case 'dropIndex':
      return `drop index ${step.name}`
    case 'sql':
      return step.makes ? `make ${step.makes}` : step.drops ? `drop ${step.drops}` : 'run SQL'
    case 'data':
      return step.title
  }
}
