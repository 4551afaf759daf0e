/** Small files that go wrong in as many ways, each with what must come of it. */

interface HostileFile {
  name: string
  content: string | Buffer
  /** What the one clear line says; nothing is changed then. */
  refused?: RegExp
  /** What is imported, where the file is odd but right. */
  titles?: string[]
  /** The field that it is about, which a project may lack. */
  needs?: string
}

const header = 'title,description,year,item_type,identifier,creators,categories\n'
const row = (title: string, type = 'Book') => `${title},,,${type},,,\n`
const latin1 = (text: string) => Buffer.from(text, 'latin1')

export const hostileFiles: HostileFile[] = [
  { name: 'an empty file', content: '', refused: /file is empty/ },
  { name: 'blank lines only', content: '\n\r\n\n', refused: /file is empty/ },
  { name: 'a header and nothing else', content: header, titles: [] },
  {
    name: 'a byte order mark before the header',
    content: `\ufeff${header}${row('With a mark')}`,
    titles: ['With a mark'],
  },
  {
    name: 'UTF-16',
    content: Buffer.from(`\ufeff${header}${row('Wide')}`, 'utf16le'),
    refused: /^Line 1 is not UTF-8/,
  },
  { name: 'Latin-1', content: latin1(header + row('First') + row('Café')), refused: /^Line 3 is not UTF-8/ },
  {
    name: 'half a character at the end',
    content: Buffer.concat([Buffer.from(`${header}A,,,Book,,,`), Buffer.from([0xe6, 0x9d])]),
    refused: /^Line 2 is not UTF-8/,
  },
  {
    name: 'a program instead of a table',
    content: Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0]),
    refused: /does not name “title”/,
  },
  { name: 'a NUL in a title', content: header + row('Nul\u0000'), refused: /control character/ },
  {
    name: 'an escape sequence in a name',
    content: `${header}A,,,Book,,\u001b[31mred,\n`,
    refused: /control character/,
  },
  {
    name: 'a heap of marks upon one letter',
    content: header + row(`A${'\u0301\u0316'.repeat(900)}`),
    refused: /too many accents/,
  },
  {
    name: 'a row with too few cells',
    content: `${header}A,,,Book\n`,
    refused: /has 4 cells where the header has 7/,
  },
  {
    name: 'a row with too many cells',
    content: `${header}A,,,Book,,,,,\n`,
    refused: /has 9 cells where the header has 7/,
  },
  { name: 'a column twice', content: 'title,item_type,TITLE\nA,Book,B\n', refused: /“title” twice/ },
  { name: 'no column for the type', content: 'title,year\nA,1900\n', refused: /does not name “item_type”/ },
  {
    name: 'semicolons for commas',
    content: `${header.replaceAll(',', ';')}A;;;Book;;;\n`,
    refused: /separated by semicolons/,
  },
  {
    name: 'a quotation mark that is never closed',
    content: `${header}"A,,,Book,,,\nB,,,Book,,,\n`,
    refused: /never closed/,
  },
  {
    name: 'a quotation mark that is closed a megabyte later',
    content: `${header}"A${'x'.repeat(1_200_000)}",,,Book,,,\n`,
    refused: /longer than a million bytes/,
  },
  {
    name: 'text after a closing quotation mark',
    content: `${header}"A" b,,,Book,,,\n`,
    refused: /^Line 2 has text after the quotation mark/,
  },
  {
    name: 'a quotation mark in the middle of a cell',
    content: `${header}A "b",,,Book,,,\n`,
    refused: /^Line 2 has a quotation mark inside a cell/,
  },
  {
    name: 'a title of two thousand characters and one more',
    content: header + row('é'.repeat(2001)),
    refused: /longer than 2,000 characters/,
  },
  {
    name: 'a title of two thousand characters beyond the first plane',
    content: header + row('𝔞'.repeat(2000)),
    titles: ['𝔞'.repeat(2000)],
  },
  {
    needs: 'description',
    name: 'a description of twenty thousand characters and one more',
    content: `${header}A,${'x'.repeat(20_001)},,Book,,,\n`,
    refused: /longer than 20,000 characters/,
  },
  {
    name: 'a title of characters that do not show',
    content: header + row('\u200b\u00a0'),
    refused: /is needed/,
  },
  {
    name: 'a name whose folded form is too long',
    content: `${header}A,,,Book,,${'ﷺ'.repeat(60)},\n`,
    refused: /longer than 500 characters/,
  },
  { name: 'old Macintosh line ends', content: (header + row('Mac')).replaceAll('\n', '\r'), titles: ['Mac'] },
  {
    name: 'three kinds of line ends and blank lines',
    content: `${header.trimEnd()}\r\n${row('CRLF').trimEnd()}\r\n\n\n${row('LF')}${row('CR').trimEnd()}\r`,
    titles: ['CRLF', 'LF', 'CR'],
  },
  { name: 'no line end at the end', content: header + row('Last').trimEnd(), titles: ['Last'] },
  {
    name: 'an accent of its own, composed when stored',
    content: header + row('Cafe\u0301'),
    titles: ['Café'],
  },
  {
    name: 'SQL and a formula',
    content: header + row("'); drop table items; --") + row('=cmd|x!A1'),
    titles: ["'); drop table items; --", '=cmd|x!A1'],
  },
  {
    needs: 'year',
    name: 'years that are no years',
    content: `${header}A,,1e3,Book,,,\nB,,0x10,Book,,,\nC,,１９００,Book,,,\n`,
    refused: /^(“.*” is not a whole number from -9999 to 9999(; )?){3}$/,
  },
]
