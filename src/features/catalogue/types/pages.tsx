/** What the index of types and one type look like. */
import { domain } from '../../../domain.ts'
import { paths } from '../../../paths.ts'
import { AddName, NameActions } from '../../../ui/name-actions.tsx'
import { NameIndex } from '../../../ui/name-index.tsx'
import { NamePage } from '../../../ui/name-page.tsx'
import type { TypeIndex, TypeRow } from './queries.ts'

type IndexProps = Pick<Parameters<typeof NameIndex<TypeRow>>[0], 'choice'> & {
  index: TypeIndex
  mayManage: boolean
}
type PageProps = Pick<Parameters<typeof NamePage>[0], 'place' | 'list' | 'around'> & {
  type: Omit<TypeRow, 'count'>
  mayManage: boolean
}

export function TypeIndexPage({ mayManage, ...props }: IndexProps) {
  return (
    <NameIndex
      {...props}
      word={domain.type}
      path={paths.types()}
      actions={mayManage && <AddName word={domain.type} href={paths.newType()} />}
      href={paths.type}
      between={{ label: 'Description', cell: (row) => row.description }}
    />
  )
}

export function TypePage({ type, mayManage, ...props }: PageProps) {
  return (
    <NamePage
      {...props}
      word={domain.type}
      name={type.name}
      lead={type.description || undefined}
      actions={mayManage && <Manage id={type.id} count={props.list.total} />}
      indexPath={paths.types()}
      itemsPath={paths.items({ type: type.id })}
      href={({ page, after, before }) =>
        paths.type(type.id, { page: page === 1 ? undefined : page, after, before })
      }
    />
  )
}

function Manage({ id, count }: { id: number; count: number }) {
  return (
    <NameActions
      word={domain.type}
      editHref={paths.editType(id)}
      deleteHref={paths.deleteType(id)}
      count={count}
    />
  )
}
