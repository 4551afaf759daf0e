/** Whether bytes are UTF-8 text, and what they most likely are otherwise. Pure. */
import { isUtf8 } from 'node:buffer'

/** How a ZIP file begins, which every workbook of Excel and LibreOffice is. @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.7 */
const zipped = Buffer.from('PK\u0003\u0004')

/**
 * @param bytes whose lines end with LF
 * @param firstLine the number of the line on which they begin
 * @returns undefined for UTF-8, else one sentence with the first line that is not
 */
export function encodingProblem(bytes: Buffer, firstLine = 1): string | undefined {
  if (bytes.subarray(0, 4).equals(zipped))
    return 'The file is a workbook, such as Excel’s .xlsx. Save it as “CSV UTF-8” and try again.'
  if (isUtf8(bytes)) return undefined
  let line = firstLine
  let start = 0
  for (
    let end = bytes.indexOf(10);
    end >= 0 && isUtf8(bytes.subarray(start, end));
    end = bytes.indexOf(10, start)
  ) {
    start = end + 1
    line++
  }
  return `Line ${line} is not UTF-8 text${likely(bytes)} Save the file as “CSV UTF-8” and try again.`
}

/** A file with a NUL, or with one of the five bytes that Windows-1252 does not use, is no text in Windows-1252. */
function likely(bytes: Buffer): string {
  if (['fffe', 'feff'].includes(bytes.toString('hex', 0, 2)))
    return ': the file is most likely UTF-16, which Excel calls “Unicode Text”.'
  if ([0, 0x81, 0x8d, 0x8f, 0x90, 0x9d].some((byte) => bytes.includes(byte))) return '.'
  return ': the file is most likely Windows-1252, which Excel writes as “CSV” without more.'
}

/** CRLF and CR as LF, byte by byte: as Latin-1 each byte is one character, and no other character of UTF-8 holds these two. */
export function withLineFeeds(bytes: Buffer): Buffer {
  if (!bytes.includes(13)) return bytes
  return Buffer.from(bytes.toString('latin1').replace(/\r\n?/g, '\n'), 'latin1')
}
