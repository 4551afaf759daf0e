/** The pages of roles. */
export { NewRolePage } from './pages/new.tsx'
export type { NewRolePageProps } from './pages/new.tsx'
export { RolesPreview } from './pages/preview.tsx'
export { RolesPage } from './pages/roles.tsx'
