/** Every address of the site as a named function, so that no page spells one out. */

type Id = number | string
/** What may stand behind the `?`: a list repeats its name, and what is empty or undefined is left out. */
export type AddressQuery = Record<string, string | number | undefined | null | readonly (string | number)[]>

/** Adds a query string to a path: `withQuery('/items', { type: [1, 2], q: '' })` is `/items?type=1&type=2`. */
export function withQuery(path: string, query: AddressQuery = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each !== undefined && each !== null && each !== '') search.append(name, String(each))
    }
  }
  const text = search.toString()
  return text ? `${path}?${text}` : path
}

export const paths = {
  home: () => '/',
  health: () => '/health',

  items: (query?: AddressQuery) => withQuery('/items', query),
  suggestions: (query?: AddressQuery) => withQuery('/suggestions', query),
  itemsCsv: (query?: AddressQuery) => withQuery('/items.csv', query),
  itemsJson: (query?: AddressQuery) => withQuery('/items.json', query),
  newItem: () => '/items/new',
  item: (id: Id) => `/items/${id}`,
  editItem: (id: Id) => `/items/${id}/edit`,
  moveItem: (id: Id) => `/items/${id}/moves`,
  deleteItem: (id: Id) => `/items/${id}/deletions`,

  searches: (query?: AddressQuery) => withQuery('/searches', query),
  visitSearch: (id: Id) => `/searches/${id}/visits`,
  deleteSearch: (id: Id) => `/searches/${id}/deletions`,

  /** The entries of a lookup or the rows of a resource, which is named as it is declared: `paths.entry('creators', 7)` is `/creators/7`. */
  entries: (lookup: string, query?: AddressQuery) => withQuery(`/${lookup}`, query),
  newEntry: (lookup: string, query?: AddressQuery) => withQuery(`/${lookup}/new`, query),
  entry: (lookup: string, id: Id, query?: AddressQuery) => withQuery(`/${lookup}/${id}`, query),
  editEntry: (lookup: string, id: Id) => `/${lookup}/${id}/edit`,
  deleteEntry: (lookup: string, id: Id) => `/${lookup}/${id}/deletions`,

  creators: () => '/creators',
  creator: (id: Id) => `/creators/${id}`,
  categories: () => '/categories',
  category: (id: Id) => `/categories/${id}`,
  types: () => '/types',
  newType: () => '/types/new',
  type: (id: Id) => `/types/${id}`,

  learnModel: () => '/learn/model',
  learnLook: () => '/learn/look',

  login: (next?: string) => withQuery('/login', { next }),
  logout: () => '/logout',
  register: () => '/register',
  account: () => '/account',
  accountPassword: (next?: string) => withQuery('/account/password', { next }),
  accountSessions: () => '/account/sessions',
  deleteAccount: () => '/account/deletions',
  adminUsers: (query?: AddressQuery) => withQuery('/admin/users', query),
  newUser: () => '/admin/users/new',
  adminUser: (id: Id) => `/admin/users/${id}`,
  userSessions: (id: Id) => `/admin/users/${id}/sessions`,
  userPassword: (id: Id) => `/admin/users/${id}/password`,
  deleteUser: (id: Id) => `/admin/users/${id}/deletions`,
  classes: () => '/admin/classes',
  newClass: () => '/admin/classes/new',
  adminRoles: (query?: AddressQuery) => withQuery('/admin/roles', query),
  newRolesChange: () => '/admin/roles/changes/new',
  newRole: () => '/admin/roles/new',
  deleteRole: (id: Id) => `/admin/roles/${id}/deletions`,

  /** A file of ours that carries its content's hash in the address, so that a browser may keep it for ever. */
  asset: (name: string) => `/assets/${name}`,
}
