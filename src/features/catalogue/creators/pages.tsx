/** What the index of creators and one creator look like. */
import { domain } from '../../../domain.ts'
import { paths } from '../../../paths.ts'
import { AddName, NameActions } from '../../../ui/name-actions.tsx'
import { NameIndex } from '../../../ui/name-index.tsx'
import { NamePage } from '../../../ui/name-page.tsx'
import { lifeText } from '../../../ui/year.ts'
import type { CreatorIndex, CreatorRow } from './queries.ts'

type IndexProps = Pick<Parameters<typeof NameIndex<CreatorRow>>[0], 'choice'> & {
  index: CreatorIndex
  mayManage: boolean
}
type PageProps = Pick<Parameters<typeof NamePage>[0], 'place' | 'list' | 'around'> & {
  creator: Omit<CreatorRow, 'count'>
  mayManage: boolean
}

export function CreatorIndexPage({ mayManage, ...props }: IndexProps) {
  return (
    <NameIndex
      {...props}
      word={domain.creator}
      path={paths.creators()}
      actions={mayManage && <AddName word={domain.creator} href={paths.newCreator()} />}
      href={paths.creator}
      note={(row) => lifeText(row.birth_year, row.death_year)}
    />
  )
}

export function CreatorPage({ creator, mayManage, ...props }: PageProps) {
  return (
    <NamePage
      {...props}
      word={domain.creator}
      name={creator.name}
      years={lifeText(creator.birth_year, creator.death_year)}
      actions={mayManage && <Manage id={creator.id} count={props.list.total} />}
      indexPath={paths.creators()}
      itemsPath={paths.items({ creator: creator.id })}
      href={({ page, after, before }) =>
        paths.creator(creator.id, { page: page === 1 ? undefined : page, after, before })
      }
    />
  )
}

function Manage({ id, count }: { id: number; count: number }) {
  return (
    <NameActions
      word={domain.creator}
      editHref={paths.editCreator(id)}
      deleteHref={paths.deleteCreator(id)}
      count={count}
    />
  )
}
