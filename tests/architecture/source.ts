/** Reads what the architecture tests ask of a source file: what it imports, how it begins, and whether it reads the environment. */
import ts from 'typescript'

export interface Import {
  /** As written: './forms.ts', 'hono', 'node:path'. */
  specifier: string
  /** `import type` leaves nothing in the running program; `import { type X }` does. */
  typeOnly: boolean
  line: number
}

export interface Source {
  imports: Import[]
  /** The lines that read `process.env`, in whatever way it is written. */
  environmentLines: number[]
}

/** Reads a file of TypeScript, with or without JSX. Imports whose name is computed at run time are not seen. */
export function readSource(name: string, text: string): Source {
  const tree = ts.createSourceFile(
    name,
    text,
    ts.ScriptTarget.Latest,
    true,
    /x$/.test(name) ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
  )
  const imports: Import[] = []
  const environmentLines: number[] = []
  const lineOf = (node: ts.Node) => tree.getLineAndCharacterOfPosition(node.getStart()).line + 1

  function visit(node: ts.Node): void {
    const found = importOf(node)
    if (found) imports.push({ ...found, line: lineOf(node) })
    if (readsEnvironment(node)) environmentLines.push(lineOf(node))
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return { imports, environmentLines }
}

function importOf(node: ts.Node): Omit<Import, 'line'> | undefined {
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
    return {
      specifier: node.moduleSpecifier.text,
      typeOnly: node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword,
    }
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) {
    return { specifier: node.moduleSpecifier.text, typeOnly: node.isTypeOnly }
  }
  if (
    ts.isImportTypeNode(node) &&
    ts.isLiteralTypeNode(node.argument) &&
    ts.isStringLiteral(node.argument.literal)
  ) {
    return { specifier: node.argument.literal.text, typeOnly: true }
  }
  const [argument] =
    ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword ? node.arguments : []
  return argument && ts.isStringLiteralLike(argument)
    ? { specifier: argument.text, typeOnly: false }
    : undefined
}

function readsEnvironment(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node)) return node.name.text === 'env' && isProcess(node.expression)
  if (ts.isElementAccessExpression(node)) {
    return (
      ts.isStringLiteralLike(node.argumentExpression) &&
      node.argumentExpression.text === 'env' &&
      isProcess(node.expression)
    )
  }
  // const { env } = process
  if (
    ts.isVariableDeclaration(node) &&
    ts.isObjectBindingPattern(node.name) &&
    node.initializer &&
    isProcess(node.initializer)
  ) {
    return node.name.elements.some((each) => (each.propertyName ?? each.name).getText() === 'env')
  }
  // import { env } from 'node:process'
  return (
    ts.isImportSpecifier(node) &&
    (node.propertyName ?? node.name).text === 'env' &&
    /'(node:)?process'/.test(node.parent.parent.parent.getText())
  )
}

function isProcess(node: ts.Expression): boolean {
  return /^(globalThis\.)?process$/.test(node.getText())
}

/** The comment a file begins with, without its stars; a `#!` line may stand before it. Empty where it begins with something else. */
export function openingOf(text: string): string {
  const match = /^(?:#!.*\n)?(\/\*\*?([\s\S]*?)\*\/|(?:\/\/.*\n)+)/.exec(text)
  return (match?.[2] ?? match?.[1] ?? '').replaceAll(/^[ \t]*(\*|\/\/)[ \t]?/gm, '').trim()
}

/** The names that a file declares and exports; what it hands on from another file is that file's. */
export function exportsOf(text: string): string[] {
  const declared =
    /^export (?:async )?(?:abstract )?(?:function\*?|const|let|class|interface|type|enum) (\w+)/gm
  return [...text.matchAll(declared)].map(([, name = '']) => name)
}
