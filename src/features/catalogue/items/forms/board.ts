/** The board: items in columns by one of their fields, if the domain declares one, and the form that moves an item. Pure. */
import { z } from 'zod'
import { declaration, fieldNamed } from '../../../../declared.ts'
import type { DeclaredName, FieldName } from '../../../../declared.ts'

/** What the domain declares, with the field's choices in their order. */
export interface Board {
  by: FieldName
  columns: readonly { key: string; label: string }[]
  /** The field that holds the day by which it is due. */
  due: FieldName | undefined
  /** The choices with which nothing is late any more. */
  done: readonly string[]
}

export const board: Board | undefined = boardOf()

function boardOf(): Board | undefined {
  const { board: declared } = declaration
  if (!declared) return undefined
  const { labels = {} } = (fieldNamed(declared.by) ?? {}) as { labels?: Readonly<Record<string, string>> }
  return {
    by: declared.by as FieldName,
    columns: Object.entries(labels).map(([key, label]) => ({ key, label })),
    due: declared.due as FieldName | undefined,
    done: declared.done ?? [],
  }
}

/** The board, for somebody who may read its field; by when things are due is part of it for those who may read that as well. */
export function boardFor(readable: readonly DeclaredName[]): Board | undefined {
  if (!board || !readable.includes(board.by)) return undefined
  const { due } = board
  return { ...board, due: due !== undefined && readable.includes(due) ? due : undefined }
}

/** An address of the list as the form carries it, so that the answer leads back to the same board. */
const longestAddress = 4000

/** `from` is where the page showed the item: where it is no longer there, somebody else has moved it. */
export function parseMoveForm(body: unknown) {
  const key = z.enum(board?.columns.map((column) => column.key) ?? [], 'There is no such column.')
  return z
    .strictObject({
      to: key,
      from: key.or(z.literal('')),
      back: z.string().max(longestAddress, 'This address is too long.').default(''),
    })
    .safeParse(body)
}
