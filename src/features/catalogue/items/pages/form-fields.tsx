/** The fields of an item's form, in their order. */
import { domain } from '../../../../domain.ts'
import { limits } from '../../../../rules/limits.ts'
import { paths } from '../../../../paths.ts'
import { NameInputs } from '../../../../ui/name-inputs.tsx'
import { SelectField } from '../../../../ui/select-field.tsx'
import { TextArea } from '../../../../ui/text-area.tsx'
import { TextField } from '../../../../ui/text-field.tsx'
import { checkName } from '../forms/fields.ts'
import { fieldLabels } from '../forms/item.ts'
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

export function Fields({ values, types, errors = [], more }: ItemFormProps) {
  const error = (name: string) => errors.find(({ field }) => field === name)?.message
  return (
    <>
      <TextField
        name="title"
        label={fieldLabels.title}
        value={values.title}
        error={error('title')}
        required
      />
      <TypeField value={values.type} types={types} error={error('type')} />
      <Creators values={values.creators} error={error('creators')} isLonger={more === 'creators'} />
      <TextField
        name="year"
        label={fieldLabels.year}
        hint="A whole number. Years BCE are negative: -700"
        value={values.year}
        error={error('year')}
        width="short"
        inputMode="text"
        code
      />
      <TextField
        name="identifier"
        label={fieldLabels.identifier}
        hint={domain.identifierHint}
        value={values.identifier}
        error={error('identifier')}
        width="medium"
        code
      />
      <Categories values={values.categories} error={error('categories')} isLonger={more === 'categories'} />
      <TextArea
        name="description"
        label={fieldLabels.description}
        value={values.description}
        error={error('description')}
      />
      {values.internal_notes !== undefined && (
        <TextArea
          name="internal_notes"
          label={fieldLabels.internal_notes}
          hint={`Not shown to visitors and members. At most ${limits.internal_notes.toLocaleString('en')} characters.`}
          value={values.internal_notes}
          error={error('internal_notes')}
          rows={3}
        />
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
      label={fieldLabels.type}
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
      label={fieldLabels.creators}
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
      label={fieldLabels.categories}
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
