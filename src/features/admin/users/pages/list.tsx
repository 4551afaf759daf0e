/** The list of accounts, and the search for one. */
import { paths } from '../../../../paths.ts'
import { Button, LinkButton } from '../../../../ui/button.tsx'
import { EmptyState } from '../../../../ui/empty-state.tsx'
import { Form } from '../../../../ui/form.tsx'
import { PageHeader } from '../../../../ui/page-header.tsx'
import { Pagination } from '../../../../ui/pagination.tsx'
import { SelectField } from '../../../../ui/select-field.tsx'
import { Table } from '../../../../ui/table.tsx'
import { TextField } from '../../../../ui/text-field.tsx'
import { When } from '../../../../ui/when.tsx'
import type { UserFilter } from '../forms.ts'
import type { ListedUser, RoleChoice } from '../queries.ts'

export interface UserListProps {
  users: ListedUser[]
  hasMore: boolean
  filter: UserFilter
  roles: RoleChoice[]
  mayAddClass: boolean
}

export function UserListPage({ users, hasMore, filter, roles, mayAddClass }: UserListProps) {
  const at = (page: number) =>
    paths.adminUsers({ q: filter.q, role: filter.role, page: page === 1 ? undefined : page })
  return (
    <>
      <PageHeader
        title="Accounts"
        actions={
          <>
            {mayAddClass && <LinkButton href={paths.newClass()}>Add a class</LinkButton>}
            <LinkButton href={paths.newUser()} look="primary">
              Add an account
            </LinkButton>
          </>
        }
      />
      <div class="form-row">
        <Form action={paths.adminUsers()} method="get" actions={<Button>Search</Button>}>
          <TextField
            name="q"
            id="user-q"
            label="Name or e-mail address"
            type="search"
            value={filter.q}
            unmarked
          />
          <SelectField
            name="role"
            label="Role"
            empty="Any role"
            options={roles.map(({ id, name }) => ({ value: id, label: name }))}
            value={filter.role ?? undefined}
            unmarked
          />
        </Form>
      </div>
      {users.length === 0 ? (
        <EmptyState
          title="No account is like that"
          actions={<LinkButton href={paths.adminUsers()}>Show all accounts</LinkButton>}
        />
      ) : (
        <UserTable users={users} />
      )}
      <Pagination
        label="Pages of accounts"
        previousHref={filter.page > 1 ? at(filter.page - 1) : undefined}
        nextHref={hasMore ? at(filter.page + 1) : undefined}
        page={filter.page}
      />
    </>
  )
}

function UserTable({ users }: { users: ListedUser[] }) {
  return (
    <Table
      caption="Accounts"
      rows={users}
      columns={[
        {
          key: 'username',
          label: 'Username',
          heads: true,
          cell: ({ id, username }) => <a href={paths.adminUser(id)}>{username}</a>,
        },
        { key: 'email', label: 'E-mail address', kind: 'long', cell: ({ email }) => email },
        { key: 'role', label: 'Role', kind: 'long', cell: ({ role }) => role },
        { key: 'state', label: 'State', cell: accountState },
        {
          key: 'last_used_at',
          label: 'Last active',
          cell: ({ last_used_at }) => last_used_at && <When at={last_used_at} />,
        },
      ]}
    />
  )
}

/** What stands in the way of signing in, in a word. */
export function accountState({
  disabled_at,
  password_chosen_at,
}: Pick<ListedUser, 'disabled_at' | 'password_chosen_at'>): string {
  if (disabled_at !== null) return 'Closed'
  return password_chosen_at === null ? 'One-time password' : 'Open'
}
