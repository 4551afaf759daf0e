/** Reads a CSV file in portions, so that a file of any size needs the same memory. */
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline, Transform } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { encodingProblem, withLineFeeds } from './encoding.ts'

/** The file cannot be used as a whole. The message is one line. */
export class CsvFileError extends Error {
  override name = 'CsvFileError'
}

export interface CsvRow {
  /** The line of the file on which the row begins: the header is on line 1. */
  line: number
  /** Which row it is: the header is row 0. A row may have several lines, and an empty line is no row. */
  row: number
  cells: string[]
}

export interface CsvFile {
  /** In bytes. */
  size: number
  header: string[]
  /** How many bytes have been read so far. */
  position(): number
  /** The rows below the header, so many at a time. @throws CsvFileError where the file is damaged */
  portions(size: number): AsyncGenerator<CsvRow[], void, void>
}

/** Bytes of one row. More is most likely a quotation mark that is never closed, and the rest of the file behind it. */
const longestRow = 1_000_000

/** Opens a file and reads its header. @throws CsvFileError in one line, when it is not there or is not CSV in UTF-8 */
export async function openCsv(path: string): Promise<CsvFile> {
  const { size } = await stat(path).catch((error: unknown) => {
    throw new CsvFileError(unreadable(path, error))
  })
  const source = createReadStream(path, { highWaterMark: 256 * 1024 })
  const parser = parse({
    bom: true,
    info: true,
    record_delimiter: '\n',
    // Told row by row instead, with their lines.
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: longestRow,
  })
  // The parser hands errors of all on to whoever reads its rows.
  pipeline(source, lineFeeds(), onlyUtf8(), parser, () => undefined)
  const rows = numbered(parser, path)
  const first = await rows.next()
  if (first.done) throw new CsvFileError('The file is empty: its first line must name the columns.')
  return {
    size,
    header: first.value.cells,
    position: () => source.bytesRead,
    portions: (count) => inPortions(rows, count),
  }
}

interface Record {
  record: string[]
  info: { lines: number }
}

async function* numbered(parser: AsyncIterable<Record>, path: string): AsyncGenerator<CsvRow, void, void> {
  let row = 0
  try {
    for await (const { record, info } of parser)
      yield { line: info.lines - breaksIn(record), row: row++, cells: record }
  } catch (error) {
    throw new CsvFileError(error instanceof CsvError ? inOurWords(error) : unreadable(path, error))
  }
}

async function* inPortions(
  rows: AsyncGenerator<CsvRow, void, void>,
  size: number,
): AsyncGenerator<CsvRow[], void, void> {
  let portion: CsvRow[] = []
  for await (const row of rows) {
    portion.push(row)
    if (portion.length < size) continue
    yield portion
    portion = []
  }
  if (portion.length > 0) yield portion
}

/** Lines that a row takes up beyond its first: the breaks inside its cells. */
function breaksIn(cells: readonly string[]): number {
  let breaks = 0
  for (const cell of cells) {
    for (let at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) breaks++
  }
  return breaks
}

/**
 * Turns CRLF and CR into LF before anything counts lines: the parser counts a CRLF inside quotation marks as two, and would then
 * name a line that no editor shows. Every cell gets the same line ends when it is checked.
 */
function lineFeeds(): Transform {
  let endedWithReturn = false
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      // A line feed that stands first is the second half of a CRLF if the chunk before ended with its first half.
      const bytes = endedWithReturn && chunk[0] === 10 ? chunk.subarray(1) : chunk
      endedWithReturn = chunk.at(-1) === 13
      done(null, withLineFeeds(bytes))
    },
  })
}

/** Lets bytes pass as they are and stops at the first that is not UTF-8: a decoder would put a � there without a word. */
function onlyUtf8(): Transform {
  let rest: Buffer = Buffer.alloc(0)
  let line = 1
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
      const whole = bytes.subarray(0, lastBoundary(bytes))
      rest = bytes.subarray(whole.length)
      const problem = encodingProblem(whole, line)
      if (problem !== undefined) {
        done(new CsvFileError(problem))
        return
      }
      for (let at = whole.indexOf(10); at >= 0; at = whole.indexOf(10, at + 1)) line++
      done(null, whole)
    },
    flush(done) {
      const problem = encodingProblem(rest, line)
      done(problem === undefined ? null : new CsvFileError(problem), rest)
    },
  })
}

/** Where the last character of a chunk ends: its bytes may go on in the next one. A character has at most four. */
function lastBoundary(bytes: Buffer): number {
  for (let at = bytes.length - 1; at >= 0 && at > bytes.length - 4; at--) {
    const byte = bytes[at] ?? 0
    if (byte < 0x80) return bytes.length
    if (byte >= 0xc0) return at
  }
  return bytes.length
}

function inOurWords(error: CsvError): string {
  const line = typeof error.lines === 'number' ? error.lines : 1
  switch (error.code) {
    case 'CSV_MAX_RECORD_SIZE':
      return `The row that ends on or after line ${line} is longer than a million bytes: is a quotation mark not closed?`
    case 'CSV_QUOTE_NOT_CLOSED':
      return 'A quotation mark is opened and never closed: the file ends inside a cell.'
    case 'INVALID_OPENING_QUOTE':
      return `Line ${line} has a quotation mark inside a cell that does not begin with one. Write the cell in quotation marks, and "" for each mark in it.`
    case 'CSV_INVALID_CLOSING_QUOTE':
    case 'CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE':
      return `Line ${line} has text after the quotation mark that closes a cell. Write "" for a mark inside the cell.`
    default:
      return `Line ${line} cannot be read as CSV.`
  }
}

/** Why a file cannot be read, in one line. */
export function unreadable(path: string, error: unknown): string {
  if (error instanceof CsvFileError) return error.message
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ENOENT') return `There is no file “${path}”.`
  if (code === 'EISDIR') return `“${path}” is a folder: name a file in it.`
  if (code === 'EACCES' || code === 'EPERM') return `The file “${path}” may not be read by this account.`
  return `The file “${path}” cannot be read${code === '' ? '' : ` (${code})`}.`
}
