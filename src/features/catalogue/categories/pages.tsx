/** What the index of categories and one category look like. */
import { domain } from '../../../domain.ts'
import { paths } from '../../../paths.ts'
import { AddName, NameActions } from '../../../ui/name-actions.tsx'
import { NameIndex } from '../../../ui/name-index.tsx'
import { NamePage } from '../../../ui/name-page.tsx'
import type { CategoryIndex, CategoryRow } from './queries.ts'

type IndexProps = Pick<Parameters<typeof NameIndex<CategoryRow>>[0], 'choice'> & {
  index: CategoryIndex
  mayManage: boolean
}
type PageProps = Pick<Parameters<typeof NamePage>[0], 'place' | 'list' | 'around'> & {
  category: Omit<CategoryRow, 'count'>
  mayManage: boolean
}

export function CategoryIndexPage({ mayManage, ...props }: IndexProps) {
  return (
    <NameIndex
      {...props}
      word={domain.category}
      path={paths.categories()}
      actions={mayManage && <AddName word={domain.category} href={paths.newCategory()} />}
      href={paths.category}
      between={{ label: 'Description', cell: (row) => row.description }}
    />
  )
}

export function CategoryPage({ category, mayManage, ...props }: PageProps) {
  return (
    <NamePage
      {...props}
      word={domain.category}
      name={category.name}
      lead={category.description || undefined}
      actions={mayManage && <Manage id={category.id} count={props.list.total} />}
      indexPath={paths.categories()}
      itemsPath={paths.items({ category: category.id })}
      href={({ page, after, before }) =>
        paths.category(category.id, { page: page === 1 ? undefined : page, after, before })
      }
    />
  )
}

function Manage({ id, count }: { id: number; count: number }) {
  return (
    <NameActions
      word={domain.category}
      editHref={paths.editCategory(id)}
      deleteHref={paths.deleteCategory(id)}
      count={count}
    />
  )
}
