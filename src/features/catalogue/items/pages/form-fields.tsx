/** The fields of an item's form, in their order. */
import { domain, itemFields } from '../../../../domain.ts'
import type { FieldName } from '../../../../domain.ts'
import type { AnyField } from '../../../../fields/field.ts'
import { checkName } from '../../../../rules/checks.ts'
import { paths } from '../../../../paths.ts'
import { Fieldset } from '../../../../ui/choices.tsx'
import { FieldInput } from '../../../../ui/fields/index.tsx'
import { NameInputs } from '../../../../ui/name-inputs.tsx'
import { SelectField } from '../../../../ui/select-field.tsx'
import { linkLabels } from '../forms/item.ts'
import { inGroups } from '../../parts/groups.ts'
import type { Link } from '../queries.ts'
import type { FieldError } from '../../../../ui/form.tsx'
import type { ItemValues, ListName } from '../forms/values.ts'

export interface ItemFormProps {
  /** The item that is edited; none for a new one. */
  item?: { id: number; title: string } | undefined
  values: ItemValues
  types: readonly Link[]
  errors?: readonly FieldError[] | undefined
  /** The list that has just been given one more line. */
  more?: ListName | undefined
  /** What someone else saved in the meantime. */
  theirs?: ItemValues | undefined
}

export function ItemInputs({ values, types, errors = [], more }: ItemFormProps) {
  const error = (name: string) => errors.find(({ field }) => field === name)?.message
  const input = (name: FieldName, field: AnyField) => (
    <FieldInput name={name} field={field} value={values.fields[name] ?? ''} error={error(name)} />
  )
  const fields = itemFields.filter(([name]) => name !== 'title' && values.fields[name] !== undefined)
  return (
    <>
      {input('title', domain.fields.title)}
      <TypeField value={values.type} types={types} error={error('type')} />
      <Creators values={values.creators} error={error('creators')} isLonger={more === 'creators'} />
      <Categories values={values.categories} error={error('categories')} isLonger={more === 'categories'} />
      {inGroups(fields).map(([group, members]) =>
        group === undefined ? (
          members.map(([name, field]) => input(name, field))
        ) : (
          <Fieldset legend={group}>{members.map(([name, field]) => input(name, field))}</Fieldset>
        ),
      )}
    </>
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
      label={linkLabels.type}
      value={value}
      empty={`Choose ${domain.type.a}`}
      options={types.map(({ id, name }) => ({ value: id, label: name }))}
      hint={
        types.length === 0 && (
          <a href={paths.newType()}>{`There is no ${domain.type.one} yet: add one first`}</a>
        )
      }
      error={error}
      required
    />
  )
}

interface NamesProps {
  values: readonly string[]
  error: string | undefined
  /** It has just been given one more line. */
  isLonger: boolean
}

function Creators({ isLonger, ...names }: NamesProps) {
  return (
    <NameInputs
      name="creators"
      label={linkLabels.creators}
      one={domain.creator.one}
      hint={`One in each line, in the order in which they are named. A new name becomes a new ${domain.creator.one}.`}
      {...names}
      wrong={wrongLines(names.values)}
      focusLast={isLonger}
    />
  )
}

function Categories({ isLonger, ...names }: NamesProps) {
  return (
    <NameInputs
      name="categories"
      label={linkLabels.categories}
      one={domain.category.one}
      hint={`One in each line. A new name becomes a new ${domain.category.one}.`}
      {...names}
      wrong={wrongLines(names.values)}
      focusLast={isLonger}
    />
  )
}

/** Which of the lines the message is about. */
function wrongLines(values: readonly string[]): number[] {
  return values.flatMap((each, index) =>
    each.trim() !== '' && checkName(each).problem !== undefined ? [index] : [],
  )
}
