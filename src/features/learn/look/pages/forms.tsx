/** The style sheet's fourth part: fields in every state, messages, dialogs, and pages that have nothing to show. */
import { capital } from '../../../../rules/words.ts'
import { lookups } from '../../../../declared.ts'
import { domain } from '../../../../domain.ts'
import { Button, LinkButton } from '../../../../ui/button.tsx'
import { Choices } from '../../../../ui/choices.tsx'
import { Confirm, ConfirmOpener } from '../../../../ui/dialog.tsx'
import { EmptyState } from '../../../../ui/empty-state.tsx'
import { ErrorSummary } from '../../../../ui/form.tsx'
import { ItemField } from '../../../../ui/item-field.tsx'
import { Message } from '../../../../ui/message.tsx'
import { NameInputs } from '../../../../ui/name-inputs.tsx'
import { SearchBox } from '../../../../ui/search-box.tsx'
import { SelectField } from '../../../../ui/select-field.tsx'
import { CardSkeletons } from '../../../../ui/skeleton.tsx'
import { TextArea } from '../../../../ui/text-area.tsx'
import { TextField } from '../../../../ui/text-field.tsx'
import type { Copy } from './lists.tsx'
import { identifierLabel, typeNames } from './works.ts'

const types = typeNames.slice(0, 3).map((label, index) => ({ value: index + 1, label }))
const wrongYear = `$"Year" must be a whole number, such as 1969 or -2100.`

export function FieldSpecimen({ suffix }: Copy) {
  const id = (name: string) => `look-${name}${suffix}`
  return (
    <div class="form">
      <ErrorSummary id={id('summary')} focus={false} errors={[{ field: id('year'), message: wrongYear }]} />
      <TextField
        name="title"
        id={id('title')}
        label={domain.fields.title.label}
        required
        value="The Sea Around Us"
      />
      <TextField
        name="year"
        id={id('year')}
        label="Year"
        hint="Before the common era with a minus"
        error={wrongYear}
        value="MCMLI"
        width="short"
        code
      />
      <TextField
        name="identifier"
        id={id('identifier')}
        label={identifierLabel}
        width="medium"
        disabled
        value="n/a"
        code
      />
      <SelectField
        name="type"
        id={id('type')}
        label={capital(lookups.types.noun.one)}
        required
        options={types}
        value={2}
      />
      <ItemField
        name="item"
        id={id('item')}
        label={capital(domain.item.one)}
        hint="Its number, as in the address of its page"
        value=""
      />
      <ItemField
        name="part_of"
        id={id('part-of')}
        label="Part of"
        hint="Its number, as in the address of its page"
        value="7"
        title="The Sea Around Us"
      />
      <TextArea name="description" id={id('description')} label="Description" rows={3} />
      <ChoiceFields suffix={suffix} />
      <SearchBox id={id('search')} query="varda" label={`Search, for example${suffix.replace('-', ' ')}`} />
    </div>
  )
}

function ChoiceFields({ suffix }: Copy) {
  return (
    <>
      <Choices
        type="checkbox"
        name={`categories${suffix}`}
        id={`look-categories${suffix}`}
        label={capital(lookups.categories.noun.many)}
        options={[
          { value: 'novel', label: 'Novel', checked: true, count: 36 },
          { value: 'poetry', label: 'Poetry', count: 9 },
          { value: 'closed', label: 'Cannot be chosen', disabled: true },
        ]}
      />
      <NameInputs
        name={`look-names${suffix}`}
        label={capital(lookups.creators.noun.many)}
        one={lookups.creators.noun.one}
        hint="One in each line, in their order"
        values={['Rachel Carson', 'w'.repeat(40)]}
        error="The second of these names is too long."
        wrong={[1]}
      />
      <Choices
        type="radio"
        name={`seen${suffix}`}
        id={`look-seen${suffix}`}
        label="Who sees it"
        required
        options={[
          {
            value: 'all',
            label: 'Everybody',
            checked: true,
            hint: 'Visitors too, where the catalogue is public',
          },
          { value: 'staff', label: 'The staff alone' },
        ]}
      />
    </>
  )
}

export function MessageSpecimen() {
  return (
    <div class="stack">
      <Message title="The catalogue is closed on Friday from 18:00">It can be read again from 20:00.</Message>
      <Message kind="success" title={`The ${domain.item.one} is saved`} />
      <Message kind="warning" title={`Three ${domain.item.many} have the same title`}>
        <p>
          Perhaps they are one. <a href="#messages">Compare them</a>
        </p>
      </Message>
      <Message kind="error" title="Nothing was changed">
        The file could not be read from line 12 on.
      </Message>
    </div>
  )
}

export function DialogSpecimen({ suffix }: Copy) {
  const id = `look-dialog${suffix}`
  return (
    <div>
      <ConfirmOpener id={id} look="danger" icon="trash">
        Delete
      </ConfirmOpener>
      <Confirm
        id={id}
        title={`Delete this ${domain.item.one}?`}
        confirm={
          <Button type="button" look="danger" icon="trash">
            Delete
          </Button>
        }
      >
        <p>It can be brought back from its history.</p>
      </Confirm>
    </div>
  )
}

export function EmptySpecimen() {
  return (
    <EmptyState
      level={3}
      title={`No ${domain.item.many} fit these filters`}
      actions={<LinkButton href="#empty">Clear all filters</LinkButton>}
    >
      Take one off, or widen the years.
    </EmptyState>
  )
}

export function LoadingSpecimen() {
  return <CardSkeletons count={3} />
}
