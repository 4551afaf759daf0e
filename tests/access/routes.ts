/**
 * Who may use which address, written by hand: visitor, member, staff, admin. It is compared with the running application;
 * an address that is not here fails the test, so that nobody adds one without thinking of this.
 *
 * `yes`: let in. `no`: 403. `login`: led to the sign-in. IDs are those of nothing, so `yes` may be 404.
 */
export type Entry = 'yes' | 'no' | 'login'

export const roles = ['visitor', 'member', 'staff', 'admin'] as const

const everybody = ['yes', 'yes', 'yes', 'yes'] as const
const signedIn = ['login', 'yes', 'yes', 'yes'] as const
const staff = ['login', 'no', 'yes', 'yes'] as const
const admin = ['login', 'no', 'no', 'yes'] as const

type Rights = readonly [Entry, Entry, Entry, Entry]

/** The addresses of a resource: who opens its list and its rows, and who changes them. */
function addressesOf(resource: string, reading: Rights, changing: Rights): Record<string, Rights> {
  return {
    [`GET /${resource}`]: reading,
    [`GET /${resource}/ID`]: reading,
    [`GET /${resource}/new`]: changing,
    [`POST /${resource}`]: changing,
    [`GET /${resource}/ID/edit`]: changing,
    [`POST /${resource}/ID`]: changing,
    [`POST /${resource}/ID/deletions`]: changing,
  }
}

/** A line for each resource of `src/resources.ts`. What each role may do at first stands in the revision that made its table. */
const ofResources: Readonly<Record<string, { reading: Rights; changing: Rights }>> = {
  // loans: { reading: signedIn, changing: staff },
}

export const routes: Record<string, Rights> = {
  'GET /': everybody,
  'GET /health': everybody,

  'GET /items': everybody,
  'GET /items/ID': everybody,
  'GET /items.csv': staff,
  'GET /items.json': staff,
  'GET /items/new': staff,
  'POST /items': staff,
  'GET /items/ID/edit': staff,
  'POST /items/ID': staff,
  'POST /items/ID/moves': staff,
  'POST /items/ID/deletions': staff,

  'GET /creators': everybody,
  'GET /creators/ID': everybody,
  'GET /creators/new': staff,
  'POST /creators': staff,
  'GET /creators/ID/edit': staff,
  'POST /creators/ID': staff,
  'POST /creators/ID/deletions': staff,

  'GET /categories': everybody,
  'GET /categories/ID': everybody,
  'GET /categories/new': staff,
  'POST /categories': staff,
  'GET /categories/ID/edit': staff,
  'POST /categories/ID': staff,
  'POST /categories/ID/deletions': staff,

  'GET /types': everybody,
  'GET /types/ID': everybody,
  'GET /types/new': staff,
  'POST /types': staff,
  'GET /types/ID/edit': staff,
  'POST /types/ID': staff,
  'POST /types/ID/deletions': staff,

  'GET /suggestions': everybody,

  'GET /searches': signedIn,
  'POST /searches': signedIn,
  'POST /searches/ID/visits': signedIn,
  'POST /searches/ID/deletions': signedIn,

  'GET /learn': everybody,
  'GET /learn/model': everybody,
  'GET /learn/look': everybody,

  'GET /login': everybody,
  'POST /login': everybody,
  'POST /logout': everybody,
  'GET /register': everybody,
  'POST /register': everybody,

  'GET /account': signedIn,
  'POST /account': signedIn,
  'GET /account/password': signedIn,
  'POST /account/password': signedIn,
  'GET /account/sessions': signedIn,
  'POST /account/sessions': signedIn,
  'POST /account/deletions': signedIn,

  'GET /admin': admin,
  'GET /admin/users': admin,
  'GET /admin/users/new': admin,
  'POST /admin/users': admin,
  'GET /admin/users/ID': admin,
  'POST /admin/users/ID': admin,
  'POST /admin/users/ID/sessions': admin,
  'POST /admin/users/ID/password': admin,
  'POST /admin/users/ID/deletions': admin,
  'GET /admin/classes/new': staff,
  'POST /admin/classes': staff,
  'GET /admin/roles': admin,
  'POST /admin/roles': admin,
  'GET /admin/roles/changes/new': admin,
  'GET /admin/roles/new': admin,
  'POST /admin/roles/new': admin,
  'POST /admin/roles/ID/deletions': admin,

  ...Object.assign(
    {},
    ...Object.entries(ofResources).map(([name, { reading, changing }]) =>
      addressesOf(name, reading, changing),
    ),
  ),
}
