/** A rule of a table as SQL, the same on both engines. */
import type { Constraint } from '../core/plan.ts'
import type { RuleText } from '../sqlite/definition.ts'
import { quote } from './quote.ts'

/** A rule as it stands in a table's definition. */
export function ruleText(rule: Constraint): RuleText {
  const { kind, name } = rule
  const list = (columns: readonly string[]) => `(${columns.map(quote).join(', ')})`
  switch (kind) {
    case 'primaryKey':
      return { kind, name, text: `primary key ${list(rule.columns)}` }
    case 'unique':
      return { kind, name, text: `unique ${list(rule.columns)}` }
    case 'check':
      return { kind, name, text: `check (${rule.expression})` }
    case 'foreignKey': {
      const events = [
        rule.onDelete && ` on delete ${rule.onDelete}`,
        rule.onUpdate && ` on update ${rule.onUpdate}`,
      ]
      const text = `foreign key ${list(rule.columns)} references ${quote(rule.table)} ${list(rule.references)}`
      const late = rule.deferrable ? ` deferrable initially ${rule.deferrable}` : ''
      return { kind, name, text: text + events.filter(Boolean).join('') + late }
    }
  }
}
