/** A key that tells this form from every other that was ever shown: sent twice, by a double click, it does its work once. */
export function FormKeyInput() {
  return <input type="hidden" name="form_key" value={crypto.randomUUID()} />
}
