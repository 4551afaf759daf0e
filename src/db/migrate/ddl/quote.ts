/** Names in SQL, in the quotes that both engines know. */
export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
