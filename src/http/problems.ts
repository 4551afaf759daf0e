/** What a command refused, as the messages of a form. */
import type { Problem } from '../rules/refusal.ts'
import type { FieldError } from '../ui/form.tsx'

/** @param href the address of the thing that is there already */
export function errorsOf(problems: readonly Problem[], href: (id: number) => string): FieldError[] {
  return problems.map(({ field, message, existing }) => ({
    field,
    message,
    see: existing && { href: href(existing.id), label: existing.name },
  }))
}
