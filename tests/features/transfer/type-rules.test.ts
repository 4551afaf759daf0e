/** An import keeps the rules of types as a form does: it names the line and the reason, and knows an identifier by any of its spellings. */
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, inject, it } from 'vitest'
import { updateEntry } from '../../../src/features/catalogue/lookups/commands.ts'
import { importFile } from '../../../src/features/transfer/commands.ts'
import type { CellProblem, LeftOut } from '../../../src/features/transfer/commands.ts'
import { operator } from '../../../src/security/rights/viewer.ts'
import { forEachEngine } from '../../setup/database.ts'
import { hasFields } from '../../setup/known-fields.ts'
import { setRules } from '../../setup/type-rules.ts'

let files = 0

describe.runIf(hasFields('identifier', 'year'))('an import into types with rules', () => {
  forEachEngine((database, engine) => {
    async function bring(lines: readonly string[], onDuplicate?: 'skip' | 'update' | 'fail') {
      const file = path.join(inject('runFolder'), `rules-${engine}-${process.pid}-${files++}.csv`)
      await writeFile(file, ['title,item_type,identifier,year,creators', ...lines].join('\n'))
      const problems: CellProblem[] = []
      const leftOut: LeftOut[] = []
      const report = await importFile(database(), file, {
        dryRun: false,
        onDuplicate,
        actor: operator,
        onProblem: (problem) => problems.push(problem),
        onLeftOut: (row) => leftOut.push(row),
      })
      return { ...report, problems, leftOut }
    }

    it('says of each row what it lacks and what its identifier is not, and writes nothing', async () => {
      await setRules(database(), 'Paper', { scheme: 'doi', needs: ['year', 'creators'] })
      const report = await bring([
        'Good,Paper,10.1000/1,1990,Ada',
        'Bad,Paper,11.1000/1,,',
        'Free,Thing,none of it,,',
      ])
      expect(report.problems).toEqual([
        { line: 3, column: 'creators', message: 'are needed for this type' },
        { line: 3, column: 'year', message: 'is needed for this type' },
        {
          line: 3,
          column: 'identifier',
          message: expect.stringContaining('“11.1000/1” is no DOI') as string,
        },
      ])
      expect(report).toMatchObject({ rows: 3, refused: 1, added: 0 })
    })

    it('takes two spellings of one identifier for one, in the file and in the catalogue', async () => {
      await setRules(database(), 'Book', { scheme: 'isbn' })
      expect(await bring(['One,Book,0-441-47812-3,,'])).toMatchObject({ added: 1 })
      const again = await bring(['One more,Book,978-0-441-47812-5,,', 'Two,Book,0306406152,,'])
      expect(again).toMatchObject({ added: 1, skipped: 1, leftOut: [{ line: 2 }] })
      const inOneFile = await bring(['Three,Book,0-8044-2957-X,,', 'Three,Book,9780804429573,,'])
      expect(inOneFile).toMatchObject({ added: 0, refused: 1, problems: [{ line: 3, column: 'identifier' }] })
      expect(await bring(['Three,Book,080442957X,,', 'Three,Book,9780804429573,,'], 'skip')).toMatchObject({
        added: 1,
        repeated: 1,
      })
    })

    it('updates an item from before its type had rules where the row does not touch what breaks them', async () => {
      const type = await setRules(database(), 'Film')
      await bring(['Old,Film,X-1,,'])
      await updateEntry(
        database().em(),
        'types',
        type,
        { name: 'Film', identifier_scheme: 'ean', 'rule.year': 'required' },
        operator,
      )
      expect(await bring(['Older,Film,x-1,,'])).toMatchObject({ skipped: 1, refused: 0 })
      expect(await bring(['Older,Film,X-1,,Ada'], 'update')).toMatchObject({ updated: 1, refused: 0 })
      const touched = await bring(['Older,Film,x-1,,Ada'], 'update')
      expect(touched.problems).toEqual([
        { line: 2, column: 'identifier', message: expect.stringContaining('“x-1” is no number') as string },
      ])
    })
  })
})
