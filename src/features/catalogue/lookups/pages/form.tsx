/** The form of an entry, and why one was not deleted. */
import { lookups } from '../../../../declared.ts'
import type { LookupName } from '../../../../declared.ts'
import { paths } from '../../../../paths.ts'
import { proposedSortName } from '../../../../rules/sort-name.ts'
import { capital } from '../../../../rules/words.ts'
import { Button, LinkButton } from '../../../../ui/button.tsx'
import { FieldInput } from '../../../../ui/fields/index.tsx'
import { Form } from '../../../../ui/form.tsx'
import type { FieldError } from '../../../../ui/form.tsx'
import { PageHeader } from '../../../../ui/page-header.tsx'
import { Refused } from '../../../../ui/refused.tsx'
import { Table } from '../../../../ui/table.tsx'
import { TextField } from '../../../../ui/text-field.tsx'
import { fieldsOf, nameLabel } from '../forms.ts'
import type { EntryTexts } from '../forms.ts'
import { RuleInputs } from './rules.tsx'

export interface EntryFormProps {
  readonly lookup: LookupName
  /** The one that is edited; none for a new one. */
  readonly stored?: { readonly id: number; readonly name: string } | undefined
  readonly values: EntryTexts
  /** The state of the stored entry that the form was made of. */
  readonly version?: string | undefined
  /** What someone else saved meanwhile. */
  readonly theirs?: EntryTexts | undefined
  readonly errors?: readonly FieldError[] | undefined
}

export function EntryFormPage({ lookup, stored, values, version, theirs, errors = [] }: EntryFormProps) {
  const { noun } = lookups[lookup]
  const index = { label: capital(noun.many), href: paths.entries(lookup) }
  const own = stored && { label: stored.name, href: paths.entry(lookup, stored.id) }
  const back = (own ?? index).href
  const error = (name: string) => errors.find(({ field }) => field === name)?.message
  return (
    <>
      <PageHeader title={entryFormTitle({ lookup, stored })} breadcrumbs={own ? [index, own] : [index]} />
      <Form
        action={back}
        errors={errors}
        actions={
          <>
            <Button look="primary">{stored ? 'Save' : `Add the ${noun.one}`}</Button>
            <LinkButton href={back} look="quiet">
              Cancel
            </LinkButton>
          </>
        }
      >
        {version && <input type="hidden" name="version" value={version} />}
        {theirs && <Differences {...{ lookup, values, theirs }} />}
        <TextField name="name" label={nameLabel} value={values.name} error={error('name')} required />
        {fieldsOf(lookup).map(([name, field]) => (
          <FieldInput
            {...{ name, field, value: values[name] ?? '', error: error(name) }}
            help={name === 'sort_name' && stored ? sortNameHelp(stored.name) : field.help}
          />
        ))}
        {lookup === 'types' && <RuleInputs values={values} error={error} />}
      </Form>
    </>
  )
}

/** Two people edited one entry: what each of them has where the two differ. */
function Differences({
  lookup,
  values,
  theirs,
}: Pick<EntryFormProps, 'lookup' | 'values'> & { readonly theirs: EntryTexts }) {
  const fields = [
    { name: 'name', label: nameLabel },
    ...fieldsOf(lookup).map(([name, { label }]) => ({ name, label })),
  ]
  const own = new Set(fields.map(({ name }) => name))
  const differs = (name: string) => (values[name] ?? '') !== (theirs[name] ?? '')
  const differing = fields.filter(({ name }) => differs(name))
  const haveOtherRules = Object.keys(theirs).some((name) => !own.has(name) && differs(name))
  return (
    <section class="stack both" aria-label="Both versions">
      <p>
        Compare the two versions, edit the form until it is right, and save it. Your version then replaces the
        saved one.
        {haveOtherRules && ' The rules differ too: below they are as you chose them.'}
      </p>
      {differing.length > 0 && (
        <Table
          caption="Where the two differ"
          rows={differing}
          columns={[
            { key: 'field', label: 'Field', heads: true, cell: ({ label }) => label },
            { key: 'theirs', label: 'Saved version', cell: ({ name }) => theirs[name] ?? '' },
            { key: 'yours', label: 'Your version', cell: ({ name }) => values[name] ?? '' },
          ]}
        />
      )}
    </section>
  )
}

const sortNameHelp = (name: string) =>
  `Where it stands in lists. Left empty, it is “${proposedSortName(name)}”.`

export function entryFormTitle({ lookup, stored }: Pick<EntryFormProps, 'lookup' | 'stored'>): string {
  const { noun } = lookups[lookup]
  return stored ? `Edit the ${noun.one}` : `Add ${noun.a}`
}

export interface NotDeletedProps {
  readonly lookup: LookupName
  readonly id: number
  readonly errors: readonly FieldError[]
}

export const entryNotDeleted = 'Nothing was deleted'

export function NotDeletedPage({ lookup, id, errors }: NotDeletedProps) {
  const back = { href: paths.entry(lookup, id), label: `Back to the ${lookups[lookup].noun.one}` }
  return <Refused title={entryNotDeleted} errors={errors} back={back} />
}
