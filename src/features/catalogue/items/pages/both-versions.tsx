/** Two people edited one item: what the first one saved, and what the second one typed, side by side. */
import { domain } from '../../../../domain.ts'
import { paths } from '../../../../paths.ts'
import { Message } from '../../../../ui/message.tsx'
import { Table } from '../../../../ui/table.tsx'
import { asText, differencesOfVersions } from '../forms/values.ts'
import type { ItemValues, Part } from '../forms/values.ts'
import type { Link } from '../queries.ts'

export interface BothVersionsProps {
  item: { id: number }
  theirs: ItemValues
  yours: ItemValues
  types: readonly Link[]
}

export function BothVersions({ item, theirs, yours, types }: BothVersionsProps) {
  const text = (values: ItemValues, name: Part['name']) => {
    const value = asText(values, name)
    return name === 'type' ? (types.find(({ id }) => String(id) === value)?.name ?? value) : value
  }
  return (
    <section class="stack both" aria-label="Both versions">
      <Message kind="error" title={`Someone else saved this ${domain.item.one} while you were editing`} live>
        <p>
          {`Your changes are still in the form below. Compare the two versions, edit the form until it is right, and save it; or `}
          <a href={paths.item(item.id)}>{`discard your changes and keep the saved ${domain.item.one}`}</a>.
        </p>
      </Message>
      <h2 class="label">Where the two differ</h2>
      <Table
        caption="Where the two differ"
        rows={differencesOfVersions(theirs, yours)}
        columns={[
          { key: 'field', label: 'Field', heads: true, cell: ({ label }) => label },
          { key: 'theirs', label: 'Saved version', cell: ({ name }) => text(theirs, name) },
          { key: 'yours', label: 'Your version', cell: ({ name }) => text(yours, name) },
        ]}
      />
    </section>
  )
}
