/** The names of everything that can be allowed. Pure: who may do what is data (`role_permissions`), asked in `security/rights`. */

/** Everything that can be allowed, by name. What each role may do is data (`role_permissions`). */
export const permissions = [
  'catalogue.read',
  'search.save',
  'item.create',
  'item.update',
  'item.delete',
  'item.update.own',
  'item.delete.own',
  'item.notes.read',
  'item.notes.write',
  'history.read',
  'history.restore',
  'lookup.manage',
  'export.run',
  'import.run',
  'learn.schema',
  'learn.query',
  'learn.inspect',
  'class.manage',
  'user.manage',
  'role.manage',
  'audit.read',
  'access.explain',
  'access.view_as',
  'migration.rehearse',
] as const

export type Permission = (typeof permissions)[number]
