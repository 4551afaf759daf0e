/** The fields of an item's form, in their order. */
import { declarationOf, declaredNames, lookups } from '../../../../declared.ts'
import type { DeclaredName, LookupName, ReferenceName } from '../../../../declared.ts'
import { isReference } from '../../../../fields/field.ts'
import type { ReferenceField } from '../../../../fields/field.ts'
import { checkName } from '../../../../rules/checks.ts'
import { paths } from '../../../../paths.ts'
import { Fieldset } from '../../../../ui/choices.tsx'
import { FieldInput } from '../../../../ui/fields/index.tsx'
import { NameInputs } from '../../../../ui/name-inputs.tsx'
import { SelectField } from '../../../../ui/select-field.tsx'
import { typeLabel } from '../forms/item.ts'
import { inGroups } from '../../parts/groups.ts'
import type { Link } from '../queries.ts'
import { TextField } from '../../../../ui/text-field.tsx'
import type { FieldError } from '../../../../ui/form.tsx'
import type { ItemValues } from '../forms/values.ts'

export interface ItemFormProps {
  /** The item that is edited; none for a new one. */
  item?: { id: number; title: string } | undefined
  values: ItemValues
  types: readonly Link[]
  errors?: readonly FieldError[] | undefined
  /** The list that has just been given one more line. */
  more?: ReferenceName | undefined
  /** What someone else saved in the meantime. */
  theirs?: ItemValues | undefined
}

export function ItemInputs({ values, types, errors = [], more }: ItemFormProps) {
  const error = (name: string) => errors.find(({ field }) => field === name)?.message
  const input = (name: DeclaredName) => {
    const value = values.fields[name] ?? ''
    const field = declarationOf(name)
    const shared = { name, error: error(name) }
    if (!isReference(field)) return <FieldInput {...shared} field={field} value={String(value)} />
    return <ReferenceInput {...shared} field={field} values={[value].flat()} isLonger={more === name} />
  }
  const [, ...fields] = declaredNames
    .filter((name) => values.fields[name] !== undefined)
    .map((name) => [name, declarationOf(name)] as const)
  return (
    <>
      {input('title')}
      <TypeField value={values.type} types={types} error={error('type')} />
      {inGroups(fields).map(([group, members]) =>
        group === undefined ? (
          members.map(([name]) => input(name))
        ) : (
          <Fieldset legend={group}>{members.map(([name]) => input(name))}</Fieldset>
        ),
      )}
    </>
  )
}

interface ReferenceInputProps {
  name: string
  field: ReferenceField
  values: readonly string[]
  error: string | undefined
  /** It has just been given one more line. */
  isLonger: boolean
}

/** Names in an order, or one. */
function ReferenceInput({ name, field, values, error, isLonger }: ReferenceInputProps) {
  const { label, help, many, of, required } = field
  const noun = of === undefined ? undefined : lookups[of as LookupName].noun
  const made = noun && `A new name becomes a new ${noun.one}.`
  if (!many) {
    const hint = help ?? made
    const width = field.kind === 'item' ? ('short' as const) : undefined
    return <TextField {...{ name, label, hint, error, required, width }} value={values[0] ?? ''} />
  }
  return (
    <NameInputs
      {...{ name, label, values, error }}
      one={noun?.one ?? label}
      hint={help ?? `One in each line, in the order in which they are named. ${made ?? ''}`}
      wrong={wrongLines(values)}
      focusLast={isLonger}
    />
  )
}

function TypeField({
  value,
  types,
  error,
}: {
  value: string
  types: readonly Link[]
  error: string | undefined
}) {
  return (
    <SelectField
      name="type"
      label={typeLabel}
      value={value}
      empty={`Choose ${lookups.types.noun.a}`}
      options={types.map(({ id, name }) => ({ value: id, label: name }))}
      hint={
        types.length === 0 && (
          <a href={paths.newType()}>{`There is no ${lookups.types.noun.one} yet: add one first`}</a>
        )
      }
      error={error}
      required
    />
  )
}

/** Which of the lines the message is about. */
function wrongLines(values: readonly string[]): number[] {
  return values.flatMap((each, index) =>
    each.trim() !== '' && checkName(each).problem !== undefined ? [index] : [],
  )
}
