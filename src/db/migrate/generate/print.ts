/** Writes steps as the TypeScript of a revision file. */
import { isExpression } from '../core/columns.ts'
import type { ColumnType } from '../core/columns.ts'
import * as define from '../define.ts'
import { foreignKeyName, indexName, uniqueName } from '../core/names.ts'
import type { Constraint, ForeignKey, Index, NamedColumn, Step } from '../core/plan.ts'
import { ruleOfCheck } from './compare.ts'
import type { Line } from './complete.ts'

export interface FileParts {
  readonly follows: string | null | readonly string[]
  readonly message: string
  readonly losses: readonly string[]
  readonly up: readonly Line[]
  readonly down: readonly Line[]
  /** Steps over rows, as TypeScript. */
  readonly rows?: { readonly up: readonly string[]; readonly down: readonly string[] }
  /** Where the file imports `defineRevision` from. */
  readonly from: string
}

/** The whole file; only its line breaks are left to a formatter. */
export function printFile({ follows, message, losses, up, down, rows, from }: FileParts): string {
  const lines = {
    up: [...up.map(printLine), ...(rows?.up ?? [])],
    down: [...(rows?.down ?? []), ...down.map(printLine)],
  }
  const body = `
export default defineRevision({
  follows: ${literal(follows)},
  message: ${literal(message)},

  up(op) {
${lines.up.map(indent).join('\n') || '    // Nothing to do.'}
  },

  down(op) {
${lines.down.map(indent).join('\n') || '    // Nothing to do.'}
  },
})
`
  const code = body.replaceAll(/^\s*\/\/.*$/gm, '')
  const used = Object.keys(define).filter((name) => new RegExp(`(?<![\\w.'])${name}\\(`).test(code))
  return `${header(message, losses)}import { ${used.toSorted().join(', ')} } from ${literal(from)}\n${lines.up.length + lines.down.length === 0 ? body.replaceAll('(op)', '()') : body}`
}

function header(message: string, losses: readonly string[]): string {
  // A message may hold what would end the comment.
  const sentence = (message.charAt(0).toUpperCase() + message.slice(1)).replaceAll('*/', '*\\/')
  if (losses.length === 0) return `/** ${sentence}. */\n`
  const lines = losses.map((loss) => ` * LOST: ${loss}. down() brings it back empty.`)
  return `/**\n * ${sentence}.\n *\n${lines.join('\n')}\n */\n`
}

const indent = (text: string) =>
  text
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n')

function printLine(line: Line): string {
  if (line.kind !== 'todo') return printStep(line)
  return [
    `// op.data(${literal(line.title)}, async (db) => {`,
    `//   ${line.hint}`,
    `// })`,
    `// Revisions do not run while this step is still to be written: put it in the place of the next line.`,
    `op.todo(${literal(line.title)})`,
  ].join('\n')
}

export function printStep(step: Step): string {
  switch (step.kind) {
    case 'createTable':
      return printCreateTable(step)
    case 'dropTable':
      return call('dropTable', step.table)
    case 'renameTable':
      return call('renameTable', step.table, step.to)
    case 'addColumn': {
      const after = step.after === undefined ? '' : `, { after: ${literal(step.after)} }`
      return `op.addColumn(${literal(step.table)}, ${literal(step.column.name)}, ${printColumn(step.column)}${after})`
    }
    case 'dropColumn':
      return call('dropColumn', step.table, step.column)
    case 'renameColumn':
      return call('renameColumn', step.table, step.column, step.to)
    case 'alterColumn':
      return printChange(step)
    case 'addConstraint':
      return printAddRule(step.table, step.constraint)
    case 'dropConstraint':
      return printDropRule(step)
    case 'createIndex':
      return printIndex(step.table, step.index)
    case 'dropIndex':
      return call('dropIndex', step.table, { name: step.name })
    case 'sql': {
      const { makes, drops } = step
      const only = (statements: readonly string[]) => (statements.length === 1 ? statements[0] : statements)
      const statements = {
        ...(step.sqlite.length > 0 && { sqlite: only(step.sqlite) }),
        ...(step.postgresql.length > 0 && { postgresql: only(step.postgresql) }),
      }
      return call('sql', statements, { ...(makes && { makes }), ...(drops && { drops }) })
    }
    default:
      throw new Error(`not generated: ${step.kind}`)
  }
}

function call(name: string, ...values: unknown[]): string {
  return `op.${name}(${values.map(literal).join(', ')})`
}

function printCreateTable(step: Extract<Step, { kind: 'createTable' }>): string {
  const columns = step.columns.map((column) => `    ${propertyName(column.name)}: ${printColumn(column)},`)
  const rules = step.constraints.map((rule) => `    ${printRule(step.table, rule)},`)
  const end = rules.length === 0 ? ')' : `, [\n${rules.join('\n')}\n  ])`
  return `op.createTable(${literal(step.table)}, {\n${columns.join('\n')}\n  }${end}`
}

const propertyName = (name: string) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name))

function printColumn(column: NamedColumn): string {
  if (column.autoIncrement) return column.type.kind === 'bigint' ? `id('bigint')` : 'id()'
  const notNull = column.nullable ? '' : '.notNull()'
  const value = column.default === undefined ? '' : `.default(${literal(column.default)})`
  const generated = column.generated === undefined ? '' : `.generatedAs(${literal(column.generated)})`
  return printType(column.type) + generated + notNull + value
}

function printType(type: ColumnType): string {
  if (type.kind === 'decimal') return `decimal(${type.precision}, ${type.scale})`
  if (type.kind === 'custom')
    return `custom({ sqlite: ${literal(type.sqlite)}, postgresql: ${literal(type.postgresql)} })`
  return `${type.kind}()`
}

function printChange({ table, column, change }: Extract<Step, { kind: 'alterColumn' }>): string {
  const value = change.default ?? undefined
  if (change.type) {
    const type = printType(change.type) + (value === undefined ? '' : `.default(${literal(value)})`)
    return `op.alterType(${literal(table)}, ${literal(column)}, ${type})`
  }
  if (change.nullable !== undefined)
    return call(change.nullable ? 'dropNotNull' : 'setNotNull', table, column)
  return value === undefined ? call('dropDefault', table, column) : call('setDefault', table, column, value)
}

/** A rule inside `createTable`. */
function printRule(table: string, rule: Constraint): string {
  switch (rule.kind) {
    case 'primaryKey':
    case 'unique':
      return `${rule.kind}(${rule.columns.map(literal).join(', ')})`
    case 'check':
      return `check(${literal(ruleOfCheck(table, rule.name) ?? { name: rule.name })}, ${literal(rule.expression)})`
    case 'foreignKey':
      return `foreignKey(${keyValues(table, rule).map(literal).join(', ')})`
  }
}

function printAddRule(table: string, rule: Constraint): string {
  if (rule.kind === 'unique')
    return call('addUnique', table, rule.columns, ...unless(uniqueName(table, rule.columns), rule))
  if (rule.kind === 'check')
    return call('addCheck', table, ruleOfCheck(table, rule.name) ?? { name: rule.name }, rule.expression)
  if (rule.kind === 'foreignKey') return call('addForeignKey', table, ...keyValues(table, rule))
  return call('addPrimaryKey', table, rule.columns)
}

/** The name, where it is not the usual one. */
const unless = (usual: string, { name }: { name: string }) => (name === usual ? [] : [{ name }])

function keyValues(table: string, rule: ForeignKey): unknown[] {
  const options = {
    ...unless(foreignKeyName(table, rule.columns), rule)[0],
    ...(rule.references.join() !== 'id' && { references: rule.references }),
    ...(rule.onDelete && { onDelete: rule.onDelete }),
    ...(rule.onUpdate && { onUpdate: rule.onUpdate }),
    ...(rule.deferrable && { deferrable: rule.deferrable }),
  }
  return [rule.columns, rule.table, ...(Object.keys(options).length > 0 ? [options] : [])]
}

function printDropRule({ table, what, name }: Extract<Step, { kind: 'dropConstraint' }>): string {
  if (what === 'primaryKey') return call('dropPrimaryKey', table)
  if (what === 'check') return call('dropCheck', table, ruleOfCheck(table, name) ?? { name })
  return call(what === 'unique' ? 'dropUnique' : 'dropForeignKey', table, { name })
}

function printIndex(table: string, index: Index): string {
  const parts = index.parts.map(({ column, desc }) => (desc ? `desc(${literal(column)})` : literal(column)))
  const plain = index.parts.map(({ column }) => (typeof column === 'string' ? column : ''))
  const options = {
    ...unless(indexName(table, plain), index)[0],
    ...(index.unique && { unique: true }),
    ...(index.where !== undefined && { where: index.where }),
    ...(index.method !== undefined && { method: index.method }),
    ...(index.include && { include: index.include }),
  }
  const rest = Object.keys(options).length > 0 ? `, ${literal(options)}` : ''
  return `op.createIndex(${literal(table)}, [${parts.join(', ')}]${rest})`
}

/** A value as TypeScript, in the project's style. */
function literal(value: unknown): string {
  if (typeof value === 'string') return quoteText(value)
  if (isExpression(value)) return `expression(${quoteText(value.sql)})`
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    const pairs = Object.entries(value).map(([key, each]) => `${propertyName(key)}: ${literal(each)}`)
    return `{ ${pairs.join(', ')} }`
  }
  return String(value)
}

function quoteText(text: string): string {
  const plain = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"')
  return text.includes("'") && !text.includes('"') ? `"${plain}"` : `'${plain.replaceAll("'", "\\'")}'`
}
