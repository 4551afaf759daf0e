/** The text of `src/domain.ts` and of presets: finding what is declared there, and putting declarations of one into another. */
import ts from 'typescript'
import { CommandError } from '../command-error.ts'

/** The path of a declaration: `['fields', 'year']`, `['lookups', 'creators', 'fields', 'birth_year']`. */
export type Place = readonly string[]

/** A file that declares a domain. Each change answers a new one. */
export class DomainSource {
  readonly text: string
  readonly #file: ts.SourceFile

  constructor(text: string) {
    this.text = text
    this.#file = ts.createSourceFile('domain.ts', text, ts.ScriptTarget.Latest, true)
  }

  /** The names declared at a place: those of the fields, of the lookups, of a lookup's fields. */
  namesAt(place: Place): string[] {
    return this.#object(place)?.properties.flatMap((property) => nameOf(property) ?? []) ?? []
  }

  /** A declaration with the comments above it. @throws CommandError where it is not written as one entry of its own */
  entryAt(place: Place): string {
    const found = this.#entry(place)
    return this.text.slice(this.#startOf(found), found.getEnd())
  }

  /** The same text with an entry at the end of the object at a place. */
  with(place: Place, entry: string): DomainSource {
    const object = this.#object(place)
    if (!object) throw unreadable(place)
    const { properties } = object
    const end = properties.at(-1)?.getEnd() ?? object.getStart(this.#file) + 1
    const comma = properties.length === 0 || properties.hasTrailingComma ? '' : ','
    const at = properties.hasTrailingComma ? this.text.indexOf(',', end) + 1 : end
    return new DomainSource(`${this.text.slice(0, at)}${comma}\n${entry},${this.text.slice(at)}`)
  }

  /** The same text with another declaration in the place of one. */
  replacing(place: Place, entry: string): DomainSource {
    const found = this.#entry(place)
    const before = this.text.slice(0, this.#startOf(found))
    return new DomainSource(`${before}${entry}${this.text.slice(found.getEnd())}`)
  }

  /** Where an entry begins with its comments. One behind the entry before, on its line, belongs to that. */
  #startOf(entry: ts.Node): number {
    const [start, own] = [entry.getFullStart(), entry.getStart(this.#file)]
    const lineEnd = this.text.indexOf('\n', start) + 1
    return lineEnd > 0 && lineEnd <= own ? lineEnd : start
  }

  /** The same text with the imports and constants of another file that some of its text uses and this one lacks. */
  withWhatIsUsed(entries: readonly string[], from: DomainSource): DomainSource {
    const own = this.#topNames()
    const lacking = from.#statementsFor(entries.flatMap(identifiersIn), own)
    if (lacking.length === 0) return this
    const imports = this.#file.statements.filter(ts.isImportDeclaration)
    const at = imports.at(-1)?.getEnd() ?? 0
    return new DomainSource(`${this.text.slice(0, at)}\n${lacking.join('\n')}${this.text.slice(at)}`)
  }

  #topNames(): Set<string> {
    return new Set(this.#file.statements.flatMap((statement) => [...namesMadeBy(statement).keys()]))
  }

  /** The statements at the top of the file that make these names, with those that they use themselves. */
  #statementsFor(names: readonly string[], known: ReadonlySet<string>): string[] {
    const found = new Map<number, string>()
    const open = [...names]
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      const wanted = name
      if (known.has(wanted)) continue
      const statement = this.#file.statements.find((each) => namesMadeBy(each).has(wanted))
      if (!statement || found.has(statement.pos)) continue
      const text = namesMadeBy(statement).get(wanted) ?? ''
      found.set(statement.pos, text)
      if (!ts.isImportDeclaration(statement)) open.push(...identifiersIn(text))
    }
    return [...found].toSorted(([a], [b]) => a - b).map(([, text]) => text)
  }

  #entry(place: Place): ts.ObjectLiteralElementLike {
    const name = place.at(-1)
    const found = this.#object(place.slice(0, -1))?.properties.find((property) => nameOf(property) === name)
    if (!found) throw unreadable(place)
    return found
  }

  #object(place: Place): ts.ObjectLiteralExpression | undefined {
    let here = this.#domain()
    for (const name of place) {
      const property = here?.properties.find((each) => nameOf(each) === name)
      here = property && ts.isPropertyAssignment(property) ? objectIn(property.initializer) : undefined
    }
    return here
  }

  #domain(): ts.ObjectLiteralExpression | undefined {
    for (const statement of this.#file.statements)
      if (ts.isVariableStatement(statement))
        for (const { name, initializer } of statement.declarationList.declarations)
          if (ts.isIdentifier(name) && name.text === 'domain' && initializer) return objectIn(initializer)
    return undefined
  }
}

function unreadable(place: Place): CommandError {
  return new CommandError(
    `"${place.join('.')}" is not written as an entry of its own in src/domain.ts, so it cannot be carried along: write it so first`,
  )
}

/** The object behind `as const` and `satisfies`. */
function objectIn(expression: ts.Expression): ts.ObjectLiteralExpression | undefined {
  if (ts.isObjectLiteralExpression(expression)) return expression
  if (
    ts.isAsExpression(expression) ||
    ts.isSatisfiesExpression(expression) ||
    ts.isParenthesizedExpression(expression)
  )
    return objectIn(expression.expression)
  return undefined
}

function nameOf(property: ts.ObjectLiteralElementLike): string | undefined {
  const { name } = property
  return name && (ts.isIdentifier(name) || ts.isStringLiteral(name)) ? name.text : undefined
}

/** The names that a statement declares, each with a statement that declares only this one. */
function namesMadeBy(statement: ts.Statement): Map<string, string> {
  const text = statement.getText()
  if (ts.isVariableStatement(statement))
    return new Map(statement.declarationList.declarations.map(({ name }) => [name.getText(), text]))
  if (ts.isFunctionDeclaration(statement) && statement.name) return new Map([[statement.name.text, text]])
  if (!ts.isImportDeclaration(statement)) return new Map()
  const bindings = statement.importClause?.namedBindings
  if (!bindings || ts.isNamespaceImport(bindings))
    return new Map(bindings ? [[bindings.name.text, text]] : [])
  const from = statement.moduleSpecifier.getText()
  const type = statement.importClause.phaseModifier === ts.SyntaxKind.TypeKeyword ? 'type ' : ''
  return new Map(
    bindings.elements.map((each) => [each.name.text, `import ${type}{ ${each.getText()} } from ${from}`]),
  )
}

/** Every name that stands in a piece of an object literal; those of its own properties among them, which do no harm. */
function identifiersIn(text: string): string[] {
  const file = ts.createSourceFile('entry.ts', `({${text}})`, ts.ScriptTarget.Latest, true)
  const names: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) names.push(node.text)
    ts.forEachChild(node, visit)
  }
  visit(file)
  return names
}
