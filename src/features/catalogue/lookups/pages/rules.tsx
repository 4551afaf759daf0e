/** The rules of a type: chosen in its form, and said in words on its page. */
import { declarationOf, lookups } from '../../../../declared.ts'
import { domain } from '../../../../domain.ts'
import type { DeclaredName } from '../../../../declared.ts'
import { paths } from '../../../../paths.ts'
import { schemeOf, schemeNames, schemes } from '../../../../rules/identifiers/index.ts'
import { capital, counted } from '../../../../rules/words.ts'
import { Fieldset } from '../../../../ui/choices.tsx'
import type { Fact } from '../../../../ui/facts.tsx'
import { Message } from '../../../../ui/message.tsx'
import { SelectField } from '../../../../ui/select-field.tsx'
import { TextField } from '../../../../ui/text-field.tsx'
import { identifierName, ruledNames } from '../../../../type-rules.ts'
import type { FieldRule, TypeRules } from '../../../../type-rules.ts'
import type { EntryTexts } from '../forms.ts'
import { patternLabel, ruleChoices, ruleParameter } from '../forms/rules.ts'

interface RuleInputsProps {
  readonly values: EntryTexts
  readonly error: (name: string) => string | undefined
}

/** The part of the form. A field stands in it where its rule is among the values: for whoever may read the field. */
export function RuleInputs({ values, error }: RuleInputsProps) {
  const fields = ruledNames.filter((name) => values[ruleParameter(name)] !== undefined)
  return (
    <Fieldset legend="Rules">
      <p class="field-hint">
        {`They hold for what is saved from now on. ${capital(domain.item.many)} that break one stay as they are, and the page of this ${lookups.types.noun.one} counts them.`}
      </p>
      {identifierName !== undefined && values.identifier_scheme !== undefined && (
        <SchemeInputs values={values} error={error} label={declarationOf(identifierName).label} />
      )}
      {fields.length > 0 && <FieldRules fields={fields} values={values} />}
    </Fieldset>
  )
}

function SchemeInputs({ values, error, label }: RuleInputsProps & { readonly label: string }) {
  return (
    <>
      <SelectField
        name="identifier_scheme"
        label={label}
        value={String(values.identifier_scheme)}
        empty="Any number or text"
        options={schemeNames.map((name) => ({ value: name, label: schemes[name].label }))}
        error={error('identifier_scheme')}
        unmarked
      />
      <TextField
        name="identifier_pattern"
        label={patternLabel}
        hint="Only for a pattern of your own. A stands for a letter, 9 for a digit, every other sign for itself: INV-9999."
        value={String(values.identifier_pattern)}
        error={error('identifier_pattern')}
        width="medium"
        code
      />
    </>
  )
}

const words = { optional: 'Optional', required: 'Needed', hidden: 'Hidden' } as const

interface FieldRulesProps {
  readonly fields: readonly DeclaredName[]
  readonly values: EntryTexts
}

function FieldRules({ fields, values }: FieldRulesProps) {
  return (
    <table class="table matrix rule-inputs">
      <caption class="visually-hidden">Which fields are needed and which are hidden</caption>
      <thead>
        <tr>
          <th scope="col">Field</th>
          {ruleChoices.map((rule) => (
            <th scope="col" class="matrix-cell">
              {words[rule]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {fields.map((name) => (
          <tr>
            <th scope="row">{declarationOf(name).label}</th>
            {ruleChoices.map((rule) => (
              <td class="matrix-cell">
                <label class="matrix-box">
                  <input
                    type="radio"
                    id={rule === 'optional' ? ruleParameter(name) : undefined}
                    name={ruleParameter(name)}
                    value={rule}
                    checked={values[ruleParameter(name)] === rule}
                  />
                  <span class="visually-hidden">{`${declarationOf(name).label}: ${words[rule].toLowerCase()}`}</span>
                </label>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** The rules in words; what the reader may not see has none. */
export function factsOfRules(rules: TypeRules): Fact[] {
  const scheme = schemeOf(rules)
  const named = (rule: FieldRule) =>
    ruledNames
      .filter((name) => rules.fields[name] === rule)
      .map((name) => declarationOf(name).label)
      .join(', ')
  return [
    {
      term: identifierName === undefined ? '' : declarationOf(identifierName).label,
      value:
        scheme && (rules.identifier_pattern == null ? scheme.label : <code>{rules.identifier_pattern}</code>),
    },
    { term: 'Needed', value: named('required') },
    { term: 'Hidden', value: named('hidden') },
  ]
}

/** How many of its items break a rule about a field, as the page is told. */
export interface BreakingItems {
  readonly field: DeclaredName
  readonly total: { readonly count: number } | undefined
}

/** For those who can do something about it. */
export function BreakingMessage({
  type,
  breaking,
}: {
  readonly type: number
  readonly breaking: readonly BreakingItems[]
}) {
  if (breaking.length === 0) return null
  return (
    <Message kind="warning" title={`Some ${domain.item.many} break a rule`}>
      <p>They are from before it was made. Each can be saved as long as that field is not changed.</p>
      <ul>
        {breaking.map(({ field, total }) => (
          <li>
            {`${declarationOf(field).label}: `}
            <a href={paths.items({ type, breaks: field })}>{countText(total)}</a>
          </li>
        ))}
      </ul>
    </Message>
  )
}

function countText(total: BreakingItems['total']): string {
  if (!total) return `${domain.item.many} that break it (too many to count now)`
  return counted(total.count, domain.item)
}
