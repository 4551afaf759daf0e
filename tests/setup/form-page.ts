/** Reads a form out of a page: what stands in its fields, and the message that is tied to each. */
import { expect } from 'vitest'

const attributes = String.raw`((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*/?>`

/** The page without the key of its form, which is another one each time. */
export function withoutFormKey(page: string): string {
  return page.replace(/<input type="hidden" name="form_key"[^>]*>/g, '')
}

/** The message tied to a field by `aria-describedby`; fails where the page has none. */
export function messageAt(page: string, name: string): string {
  expect(page).toMatch(new RegExp(`aria-describedby="[^"]*\\b${name}-error\\b`))
  const text = new RegExp(`id="${name}-error"[^>]*>(.*?)</p>`, 's').exec(page)?.[1] ?? ''
  return plain(text.replaceAll(/<[^>]*>/g, ''))
}

/** What stands in the fields of that name: one for each of them, empty ones too. */
export function valuesIn(page: string, name: string): string[] {
  const area = new RegExp(`<textarea[^>]* name="${name}"[^>]*>\n?(.*?)</textarea>`, 's').exec(page)
  if (area) return [plain(area[1] ?? '')]
  const select = new RegExp(`<select[^>]* name="${name}".*?</select>`, 's').exec(page)
  if (select) return [chosenIn(select[0])]
  const inputs = [...page.matchAll(new RegExp(`<input${attributes}`, 'g'))].map(([, all = '']) => all)
  return inputs.filter((all) => attribute(all, 'name') === name).map((all) => attribute(all, 'value') ?? '')
}

/** The same without the empty lines at the end of a list. */
export function namesIn(page: string, name: string): string[] {
  const values = valuesIn(page, name)
  return values.slice(0, values.findLastIndex((value) => value !== '') + 1)
}

/** The title beside a field that refers to an item, after its number: `7: Dune`. Empty where the item is not named. */
export function titleAt(page: string, name: string): string {
  const text = new RegExp(`id="${name}-chosen"[^>]*>(.*?)</bdi>`, 's').exec(page)?.[1] ?? ''
  return plain(text.replaceAll(/<[^>]*>/g, ''))
}

function chosenIn(select: string): string {
  const options = [...select.matchAll(new RegExp(`<option${attributes}`, 'g'))].map(([, all = '']) => all)
  const chosen = options.find((all) => attribute(all, 'selected') !== undefined)
  return attribute(chosen ?? '', 'value') ?? ''
}

function attribute(all: string, name: string): string | undefined {
  const found = new RegExp(`\\s${name}(?:="([^"]*)")?(?=\\s|$)`).exec(all)
  return found ? plain(found[1] ?? '') : undefined
}

function plain(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
}

/** The last part of the address to which a write leads: the id of what was written. */
export function idIn(answer: Response): string {
  expect(answer.status).toBe(303)
  return (answer.headers.get('location') ?? '').split('/').at(-1) ?? ''
}
