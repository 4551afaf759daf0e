/** The three roles that a new project starts with. They are data: an administrator changes them at /admin/roles. */
import { defineRevision } from '../migrate/define.ts'

const learning = ['learn.schema', 'learn.query', 'learn.inspect']
const reading = ['catalogue.read', 'search.save', ...learning]

const editing = [
  ...['item.create', 'item.update', 'item.delete', 'item.update.own', 'item.delete.own'],
  ...['item.notes.read', 'item.notes.write', 'history.read', 'history.restore'],
  ...['lookup.manage', 'export.run', 'import.run', 'class.manage'],
]

const governing = [
  'user.manage',
  'role.manage',
  'audit.read',
  'access.explain',
  'access.view_as',
  'migration.rehearse',
]

const roles = [
  { name: 'member', description: 'Reads the catalogue and keeps searches.', permissions: reading },
  { name: 'staff', description: 'Looks after the catalogue.', permissions: [...reading, ...editing] },
  {
    name: 'admin',
    description: 'Looks after the people and the project.',
    permissions: [...reading, ...editing, ...governing],
  },
]

export default defineRevision({
  follows: '0001_create_roles_and_users',
  message: 'add the first roles',

  up(op) {
    op.data('add the roles member, staff and admin', async (db) => {
      for (const { name, description, permissions } of roles) {
        await db.insertInto('roles').values({ name, description }).execute()
        const role_id = db.selectFrom('roles').select('id').where('name', '=', name)
        const rows = permissions.map((permission) => ({ role_id, permission }))
        await db.insertInto('role_permissions').values(rows).execute()
      }
    })
  },

  down(op) {
    const names = roles.map(({ name }) => name)
    op.data(
      'remove the three roles and what they allow',
      async (db) => {
        const ids = db.selectFrom('roles').select('id').where('name', 'in', names)
        await db.deleteFrom('role_permissions').where('role_id', 'in', ids).execute()
        await db.deleteFrom('roles').where('name', 'in', names).execute()
      },
      { loses: ['roles', 'role_permissions'] },
    )
  },
})
