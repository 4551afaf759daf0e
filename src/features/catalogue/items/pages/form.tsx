/** The form of an item: for a new one, for one that is there, and as it comes back when it was refused. */
import { capital } from '../../../../rules/words.ts'
import { domain } from '../../../../domain.ts'
import { paths } from '../../../../paths.ts'
import { Button, LinkButton } from '../../../../ui/button.tsx'
import { Form } from '../../../../ui/form.tsx'
import { PageHeader } from '../../../../ui/page-header.tsx'
import { BothVersions } from './both-versions.tsx'
import { ItemInputs } from './form-fields.tsx'
import type { ItemFormProps } from './form-fields.tsx'

export function ItemFormPage(props: ItemFormProps) {
  const { item, values, types, errors = [], theirs } = props
  return (
    <>
      <PageHeader title={formTitle(item)} breadcrumbs={crumbs(item)} />
      {theirs && item && <BothVersions {...{ item, theirs, types }} yours={values} />}
      <Form
        action={item ? paths.item(item.id) : paths.items()}
        errors={errors}
        actions={<Buttons item={item} again={theirs !== undefined} />}
      >
        {/* The first button is the one that the Enter key presses: without this one, that for another line. */}
        <button type="submit" hidden />
        {item && <input type="hidden" name="version" value={theirs?.version ?? values.version} />}
        <ItemInputs {...props} errors={errors} />
      </Form>
    </>
  )
}

export function formTitle(item: ItemFormProps['item']): string {
  return item ? `Edit the ${domain.item.one}` : `Add ${domain.item.a}`
}

function crumbs(item: ItemFormProps['item']) {
  const list = { label: capital(domain.item.many), href: paths.items() }
  return item ? [list, { label: shortened(item.title), href: paths.item(item.id) }] : [list]
}

const mostOfTitle = 60
const shortened = (title: string) =>
  [...title].length > mostOfTitle ? `${[...title].slice(0, mostOfTitle).join('').trimEnd()}…` : title

function Buttons({ item, again }: { item: ItemFormProps['item']; again: boolean }) {
  return (
    <>
      <Button look="primary">
        {again ? 'Save my version' : item ? 'Save' : `Add the ${domain.item.one}`}
      </Button>
      <LinkButton href={item ? paths.item(item.id) : paths.items()} look="quiet">
        {again ? 'Keep the saved version' : 'Cancel'}
      </LinkButton>
    </>
  )
}
