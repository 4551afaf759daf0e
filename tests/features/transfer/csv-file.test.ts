/** Reading a CSV file: every row and every complaint names the line that an editor shows. */
import { writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvLine } from '../../../src/features/transfer/forms.ts'
import { openCsv } from '../../../src/features/transfer/queries/csv-file.ts'
import type { CsvRow } from '../../../src/features/transfer/queries/csv-file.ts'
import { fileOf } from './records.ts'

async function read(file: string): Promise<CsvRow[]> {
  const rows: CsvRow[] = []
  for await (const some of (await openCsv(file)).portions(3)) rows.push(...some)
  return rows
}

const readText = (text: string | Buffer) => read(fileOf('lines.csv', text))

/** How an editor counts: each CRLF, LF and CR ends a line. */
const linesIn = (text: string) => text.split(/\r\n|\n|\r/).length

describe('line numbers', () => {
  it('are those of an editor, whatever ends the lines inside and outside of cells', async () => {
    const end = fc.constantFrom('\n', '\r\n', '\r')
    const cell = fc.array(fc.constantFrom('a', 'é', '"', ',', '\n', '\r\n', '\r'), { maxLength: 8 })
    const rows = fc.array(fc.tuple(cell, cell, end), { minLength: 1, maxLength: 12 })
    const file = fileOf('any-lines.csv', '')
    await fc.assert(
      fc.asyncProperty(rows, async (written) => {
        let text = 'title,item_type\r\n'
        const expected = written.map(([a, b, end]) => {
          const line = linesIn(text)
          // A letter more, so that no row is an empty line.
          text += csvLine([`x${a.join('')}`, b.join('')]).replace(/\r\n$/, end)
          return line
        })
        writeFileSync(file, text)
        expect((await read(file)).map(({ line }) => line)).toEqual(expected)
      }),
    )
  })

  it('stay right where a CRLF is cut in two by the size of what is read at once', async () => {
    const header = 'title,item_type\r\n'
    for (const cut of [-1, 0, 1]) {
      const filling = 'x'.repeat(256 * 1024 - header.length - 2 + cut)
      const rows = await readText(`${header}"${filling}\r\ny",Book\r\nB,Film\r\n`)
      expect(rows).toEqual([
        { line: 2, row: 1, cells: [`${filling}\ny`, 'Book'] },
        { line: 4, row: 2, cells: ['B', 'Film'] },
      ])
    }
  })

  const ten = 'T,Book,"one\r\ntwo\r\nthree"\r\n'.repeat(10)
  it.each([
    ['a stray quotation mark', `He said "no",Book,x\r\n`, /^Line 32 has a quotation mark inside a cell/],
    ['text after a closing mark', `"A" b,Book,x\r\n`, /^Line 32 has text after the quotation mark/],
    ['a stray mark behind a cell of two lines', `A,"x\r\ny",b"c\r\n`, /^Line 33 has a quotation mark/],
    ['a letter of Windows-1252', 'M\u00fcller,Book,x\r\n', /^Line 32 is not UTF-8/],
  ])('are right in a complaint about %s', async (_what, row, complaint) => {
    const text = Buffer.from(`title,item_type,description\r\n${ten}${row}`, 'latin1')
    await expect(readText(text)).rejects.toThrow(complaint)
  })

  it('count the lines of old Macintosh files', async () => {
    const text = Buffer.from('title,item_type\rA,Book\rM\u00fcller,Book\r', 'latin1')
    await expect(readText(text)).rejects.toThrow(/^Line 3 is not UTF-8/)
  })
})

describe('a file that is not UTF-8', () => {
  it.each([
    [
      'Windows-1252',
      Buffer.from('title\nM\u00fcller\n', 'latin1'),
      /^Line 2 .* most likely Windows-1252.*“CSV UTF-8”/,
    ],
    ['UTF-16', Buffer.from('\ufefftitle\n', 'utf16le'), /^Line 1 .* most likely UTF-16.*“CSV UTF-8”/],
    [
      'a workbook',
      Buffer.from('PK\u0003\u0004\u0014\u0000'),
      /^The file is a workbook, such as Excel’s \.xlsx\. Save/,
    ],
    ['neither', Buffer.from([0xe9, 0x00, 0x81]), /^Line 1 is not UTF-8 text\. Save/],
  ])('is named for what it most likely is: %s', async (_what, bytes, complaint) => {
    await expect(readText(bytes)).rejects.toThrow(complaint)
  })
})
