/** The fields of an item's form, in their order. */
import { declarationOf, declaredNames, lookups } from '../../../../declared.ts'
import type { DeclaredName, LookupName, ReferenceName } from '../../../../declared.ts'
import { isReference } from '../../../../fields/field.ts'
import type { ReferenceField } from '../../../../fields/field.ts'
import type { ItemTitles } from '../../../../fields/item.ts'
import { checkName } from '../../../../rules/checks.ts'
import { paths } from '../../../../paths.ts'
import { Fieldset } from '../../../../ui/choices.tsx'
import { FieldInput } from '../../../../ui/fields/index.tsx'
import { ItemField } from '../../../../ui/item-field.tsx'
import { NameInputs } from '../../../../ui/name-inputs.tsx'
import { SelectField } from '../../../../ui/select-field.tsx'
import { typeLabel } from '../forms/item.ts'
import { inGroups } from '../../parts/groups.ts'
import type { TypeChoice } from '../queries.ts'
import { schemeOf } from '../../../../rules/identifiers/index.ts'
import { hasRules, identifierName, noRules, ruledNames } from '../../../../type-rules.ts'
import type { FieldRule, TypeRules } from '../../../../type-rules.ts'
import { TextField } from '../../../../ui/text-field.tsx'
import type { FieldError } from '../../../../ui/form.tsx'
import type { ItemValues } from '../forms/values.ts'

export interface ItemFormProps {
  /** The item that is edited; none for a new one. */
  item?: { id: number; title: string } | undefined
  values: ItemValues
  types: readonly TypeChoice[]
  /** What the items are called that the values name. */
  titles?: ItemTitles | undefined
  errors?: readonly FieldError[] | undefined
  /** The list that has just been given one more line, or the type when its fields were asked for. */
  more?: ReferenceName | 'type' | undefined
  /** What someone else saved in the meantime. */
  theirs?: ItemValues | undefined
}

export function ItemInputs({ item, values, types, titles = {}, errors = [], more }: ItemFormProps) {
  const error = (name: string) => errors.find(({ field }) => field === name)?.message
  const rules = types.find(({ id }) => String(id) === values.type)?.rules ?? noRules
  const ruled = (name: DeclaredName): Ruled =>
    ruledField(name, { rules, value: values.fields[name] ?? '', isNew: item === undefined })
  const input = (name: DeclaredName) => {
    const value = values.fields[name] ?? ''
    const field = declarationOf(name)
    const { rule, isHidden, defaultText } = ruled(name)
    const shared = { name, error: error(name), required: field.required ?? rule === 'required' }
    const help = name === identifierName ? helpOf(rules) : undefined
    const control = isReference(field) ? (
      <ReferenceInput
        {...{ ...shared, field, title: titles[name] }}
        values={[value].flat()}
        isLonger={more === name}
      />
    ) : (
      <FieldInput {...shared} field={field} value={String(value)} help={help} />
    )
    if (!ruledNames.includes(name)) return control
    return (
      <fieldset
        {...{ role: 'presentation', class: 'ruled', hidden: isHidden, disabled: isHidden }}
        {...{ 'data-field': name, 'data-default': defaultText }}
        data-help={name === identifierName ? helpOf(noRules) : undefined}
      >
        <p class="field-hint" data-note hidden={rule !== 'hidden' || isHidden}>
          {`Hidden for this ${lookups.types.noun.one}. It is shown because something stands in it.`}
        </p>
        {control}
      </fieldset>
    )
  }
  const [, ...fields] = declaredNames
    .filter((name) => values.fields[name] !== undefined)
    .map((name) => [name, declarationOf(name)] as const)
  return (
    <>
      {input('title')}
      <TypeField value={values.type} types={types} error={error('type')} focus={more === 'type'} />
      {inGroups(fields).map(([group, members]) =>
        group === undefined ? (
          members.map(([name]) => input(name))
        ) : (
          <Fieldset legend={group} hidden={members.every(([name]) => ruled(name).isHidden)}>
            {members.map(([name]) => input(name))}
          </Fieldset>
        ),
      )}
    </>
  )
}

interface Ruled {
  rule: FieldRule | undefined
  isHidden: boolean
  /** What stands in every new form, which does not count as a value. */
  defaultText: string | undefined
}

/** A field that the type hides and that has a value is shown all the same, so that nothing is lost unseen. */
function ruledField(
  name: DeclaredName,
  { rules, value, isNew }: { rules: TypeRules; value: string | readonly string[]; isNew: boolean },
): Ruled {
  const rule = rules.fields[name]
  const field = declarationOf(name)
  const defaultText =
    isNew && !isReference(field) && field.default !== undefined ? field.text(field.default) : undefined
  const isFilled = [value].flat().some((each) => each.trim() !== '' && each !== defaultText)
  return { rule, isHidden: rule === 'hidden' && !isFilled, defaultText }
}

/** What is said beside the identifier: what its scheme is, or what the declaration says. */
function helpOf(rules: TypeRules): string {
  const own = identifierName && declarationOf(identifierName).help
  return schemeOf(rules)?.help(rules.identifier_pattern ?? '') ?? own ?? 'A number or code of its own.'
}

interface ReferenceInputProps {
  name: string
  field: ReferenceField
  values: readonly string[]
  error: string | undefined
  required: boolean
  title: string | undefined
  /** It has just been given one more line. */
  isLonger: boolean
}

/** Names in an order, or one. */
function ReferenceInput({ name, field, values, error, required, title, isLonger }: ReferenceInputProps) {
  const { label, help, many, of } = field
  const noun = of === undefined ? undefined : lookups[of as LookupName].noun
  const made = noun && `A new name becomes a new ${noun.one}.`
  if (!many) {
    const hint = help ?? made
    const shared = { name, label, hint, error, required, value: values[0] ?? '' }
    return field.kind === 'item' ? <ItemField {...shared} title={title} /> : <TextField {...shared} />
  }
  return (
    <NameInputs
      {...{ name, label, values, error, required }}
      one={noun?.one ?? label}
      hint={help ?? `One in each line, in the order in which they are named. ${made ?? ''}`}
      wrong={wrongLines(values)}
      focusLast={isLonger}
    />
  )
}

interface TypeFieldProps {
  value: string
  types: readonly TypeChoice[]
  error: string | undefined
  focus: boolean
}

export function TypeField({ value, types, error, focus }: TypeFieldProps) {
  const { one, a } = lookups.types.noun
  return (
    <type-rules class="type-field">
      <SelectField
        name="type"
        label={typeLabel}
        value={value}
        empty={`Choose ${a}`}
        options={types.map(({ id, name, rules }) => ({ value: id, label: name, data: dataOf(rules) }))}
        hint={types.length === 0 && <a href={paths.newType()}>{`There is no ${one} yet: add one first`}</a>}
        error={error}
        focus={focus}
        required
      />
      {types.some(({ rules }) => hasRules(rules)) && (
        <button type="submit" name="more" value="type" class="button button-small">
          <span class="button-text">{`Show the fields of this ${one}`}</span>
        </button>
      )}
    </type-rules>
  )
}

/** The rules of a type, for the script that shows its fields at once. */
function dataOf(rules: TypeRules) {
  const named = (rule: FieldRule) => {
    const names = ruledNames.filter((name) => rules.fields[name] === rule)
    return names.length === 0 ? undefined : names.join(' ')
  }
  return {
    'data-hides': named('hidden'),
    'data-needs': named('required'),
    'data-help': schemeOf(rules) && helpOf(rules),
  }
}

/** Which of the lines the message is about. */
function wrongLines(values: readonly string[]): number[] {
  return values.flatMap((each, index) =>
    each.trim() !== '' && checkName(each).problem !== undefined ? [index] : [],
  )
}
