/** A value of a row as a message shows it, in at most 60 characters. */
export function showValue(value: unknown): string {
  const text =
    value instanceof Uint8Array
      ? `x'${Buffer.from(value).toString('hex')}'`
      : typeof value === 'bigint'
        ? String(value)
        : JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}
