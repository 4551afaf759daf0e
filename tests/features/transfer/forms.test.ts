/** Lists in cells and lines of CSV: what is written is what is read again. */
import fc from 'fast-check'
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { columns, csvLine, joinNames, readHeader, splitNames } from '../../../src/features/transfer/forms.ts'

describe('names in a cell', () => {
  it.each([
    ['Neil Gaiman; Terry Pratchett', ['Neil Gaiman', 'Terry Pratchett']],
    ['a;b;;  ; c ', ['a', 'b', 'c']],
    ['', []],
    [' ; ', []],
    ['"Smith; Sons"; Jones', ['Smith; Sons', 'Jones']],
    ['"a ""b"" c"', ['a "b" c']],
    ['Harris, Charles "Teenie"; Ada', ['Harris, Charles "Teenie"', 'Ada']],
    ['"Teenie" Harris; Ada', ['"Teenie" Harris', 'Ada']],
    ['"never closed; b', ['"never closed', 'b']],
    ['a "b; c" d', ['a "b', 'c" d']],
  ])('%j are %j', (cell, names) => {
    expect(splitNames(cell)).toEqual(names)
  })

  it('come back as they were, whatever they hold', () => {
    const awkward = fc.string({ unit: fc.constantFrom('"', ';', ' ', 'a', 'é', ',', '\n', '東') })
    const name = fc.oneof(awkward, fc.string({ unit: 'binary' })).map((text) => text.trim())
    const names = fc.array(
      name.filter((text) => text !== ''),
      { maxLength: 8 },
    )
    fc.assert(
      fc.property(names, (list) => {
        expect(splitNames(joinNames(list))).toEqual(list)
      }),
      { numRuns: 1_000 },
    )
  })

  it('are read quickly from a cell made to be slow', () => {
    expect(splitNames('"'.repeat(50_001)).length).toBeGreaterThan(0)
    expect(splitNames(`${'"a'.repeat(20_000)};`).length).toBeGreaterThan(0)
  })
})

describe('a line of CSV', () => {
  it('has quotation marks where RFC 4180 needs them, and ends with CRLF', () => {
    expect(csvLine(['a', 'b,c', 'd"e', 'f\ng', 1900, null, ''])).toBe('a,"b,c","d""e","f\ng",1900,,\r\n')
  })

  it('is read again as it was written', () => {
    const cells = fc.array(fc.string({ unit: 'binary' }), { minLength: 2, maxLength: 9 })
    fc.assert(
      fc.property(cells, (list) => {
        expect(parse(csvLine(list), { record_delimiter: '\r\n' })).toEqual([list])
      }),
    )
  })

  it('leaves what a spreadsheet takes for a formula as it is: the file is for reading again', () => {
    expect(csvLine(['=1+1', '@x', '-428'])).toBe('=1+1,@x,-428\r\n')
  })
})

describe('a header', () => {
  it('names columns in any order and any case', () => {
    expect(readHeader([' Item_Type', 'TITLE', 'place'])).toEqual({
      columns: ['item_type', 'title', undefined],
      unknown: ['place'],
    })
  })

  it.each([
    [['title', 'Title', 'item_type'], /“title” twice/],
    [['name', 'item_type'], /does not name “title”/],
    [['The Hobbit', '1937'], /does not name “title” and “item_type”/],
    [['title;year;item_type'], /separated by semicolons/],
    [['title\tyear\titem_type'], /separated by tabs/],
    [['title|year|item_type'], /separated by pipes/],
    [['sep=;'], /separated by semicolons/],
    [['sep=', ''], /^The first line is “sep=,”.* delete it/],
    [['Title', 'Kind'], /It names “Title”, “Kind”. Rename “Kind” to “item_type”\?/],
    [['Titel', 'Type', 'x'], /Rename “Titel” to “title”\? Rename “Type” to “item_type”\?/],
    [['A', 'B'], /It names “A”, “B”. It must be a header such as title,/],
    [['\u001b[31mred\n', 'title'], /It names “\[31mred”, “title”\./],
  ])('%j is refused', (cells, message) => {
    expect(readHeader(cells)).toMatch(message)
  })

  it.each([
    [['Title', 'Item Type']],
    [['\u200btitle', 'item-type']],
    [['ti\u00adtle\ufeff', ' ITEM  TYPE ']],
  ])('%j names the title and the type', (cells) => {
    expect(readHeader(cells)).toEqual({ columns: ['title', 'item_type'], unknown: [] })
  })

  it('is written as it is read', () => {
    expect(readHeader([...columns])).toEqual({ columns: [...columns], unknown: [] })
  })
})
