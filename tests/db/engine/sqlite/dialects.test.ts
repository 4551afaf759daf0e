/** The three ways to one file: who writes, who reads, and what each sees of the other. */
import { Kysely, sql } from 'kysely'
import { expect, it } from 'vitest'
import { sqliteDialects } from '../../../../src/db/engine/sqlite/dialects.ts'
import { makeNotes, useFolder } from './folder.ts'
import type { Notes } from './folder.ts'

const folder = useFolder()

it('what one writes the two others read, and foreign keys are on in all three', async () => {
  const dialects = sqliteDialects(makeNotes(folder.file()))
  const [writer, ...readers] = [dialects.em, dialects.db, dialects.heavy].map((dialect) =>
    folder.close(new Kysely<Notes>({ dialect })),
  )
  await writer!.insertInto('notes').values({ text: 'a' }).execute()
  for (const reader of readers) {
    expect(await reader.selectFrom('notes').select('text').execute()).toEqual([{ text: 'a' }])
    await expect(reader.deleteFrom('notes').execute()).rejects.toThrow('readonly')
  }
  for (const each of [writer!, ...readers]) {
    expect((await sql`pragma foreign_keys`.execute(each)).rows).toEqual([{ foreign_keys: 1 }])
  }
})
