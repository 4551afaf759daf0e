/** The models of accounts: who there is, what each may do, and which searches they keep. */
import { defineEntity, p } from '@mikro-orm/core'
import { UtcTime } from '../../fields/utc-time.ts'
import { limits } from '../../rules/limits.ts'

const notBlank = (column: string) => `trim(${column}) <> ''`
const atMost = (column: string, characters: number) => `length(${column}) <= ${characters}`

/** What a user may be: member, staff, admin. What each may do stands in `role_permissions`. */
export const Role = defineEntity({
  name: 'Role',
  tableName: 'roles',
  properties: {
    id: p.integer().primary().autoincrement(),
    name: p.text().unique(),
    description: p.text().default(''),
  },
  checks: [
    { name: 'ck_roles_name_not_blank', expression: notBlank('name') },
    { name: 'ck_roles_name_length', expression: atMost('name', limits.role) },
    { name: 'ck_roles_description_length', expression: atMost('description', limits.note) },
  ],
})

/** One thing that a role allows, by name, such as `item.create`. */
export const RolePermission = defineEntity({
  name: 'RolePermission',
  tableName: 'role_permissions',
  properties: {
    role: () => p.manyToOne(Role).primary().deleteRule('cascade'),
    permission: p.text().primary(),
  },
  checks: [{ name: 'ck_role_permissions_permission_not_blank', expression: notBlank('permission') }],
})

/** Somebody with an account. Of the password only the argon2id hash is kept. */
export const User = defineEntity({
  name: 'User',
  tableName: 'users',
  properties: {
    id: p.integer().primary().autoincrement(),
    /** As the person writes it; `username_key` is the same folded, so that "Ada" and "ada" are one name. */
    username: p.text(),
    username_key: p.text().unique(),
    /** What the username looks like (`skeleton.ts`). Null for accounts that had a name like another one's before that was refused. */
    skeleton_key: p.text().nullable().unique(),
    /** Null where there is none: whoever registers gives one, staff may leave it out. */
    email: p.text().nullable(),
    email_key: p.text().nullable().unique(),
    password_hash: p.text(),
    /** When the owner chose the password; null while it is a one-time password, which opens nothing but the page to choose one. */
    password_chosen_at: p.type(UtcTime).nullable(),
    /** When a one-time password was given that nobody has used yet: it ends with its first use, and some days later. */
    password_given_at: p.type(UtcTime).nullable(),
    /** Many users have one role: a role in use cannot be deleted. */
    role: () => p.manyToOne(Role).deleteRule('restrict').index(),
    created_at: p.type(UtcTime),
    /** When an administrator closed the account; null while it is open. */
    disabled_at: p.type(UtcTime).nullable(),
  },
  checks: [
    { name: 'ck_users_username_not_blank', expression: notBlank('username') },
    { name: 'ck_users_username_length', expression: atMost('username', limits.username) },
    { name: 'ck_users_skeleton_key_length', expression: 'length(skeleton_key) <= 512' },
    { name: 'ck_users_email_has_key', expression: '(email is null) = (email_key is null)' },
    { name: 'ck_users_username_key_length', expression: atMost('username_key', limits.username) },
    // Sign-in takes either a username or an e-mail address: the @ tells which, so a username holds none.
    { name: 'ck_users_username_no_at', expression: `replace(username, '@', '') = username` },
    { name: 'ck_users_email_not_blank', expression: notBlank('email') },
    { name: 'ck_users_email_length', expression: atMost('email', limits.email) },
    { name: 'ck_users_email_key_length', expression: atMost('email_key', limits.email) },
  ],
})

/** A search that somebody saves under a name. Its new items are those that were added after its owner last looked. */
export const SavedSearch = defineEntity({
  name: 'SavedSearch',
  tableName: 'saved_searches',
  properties: {
    id: p.integer().primary().autoincrement(),
    user: () => p.manyToOne(User).deleteRule('cascade'),
    name: p.text(),
    /** What stands behind the `?` of the list's address. */
    address: p.text(),
    /** The highest id of all items when its owner looked last. */
    seen_up_to: p.integer(),
    created_at: p.type(UtcTime),
  },
  indexes: [{ properties: ['user', 'id'] }],
  checks: [
    { name: 'ck_saved_searches_name_not_blank', expression: notBlank('name') },
    { name: 'ck_saved_searches_name_length', expression: atMost('name', limits.name) },
    { name: 'ck_saved_searches_address_length', expression: atMost('address', limits.savedAddress) },
  ],
})
