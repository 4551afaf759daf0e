/** The pages of one's own account. */
export { AccountPage } from './pages/account.tsx'
export type { AccountPageProps } from './pages/account.tsx'
export { PasswordPage } from './pages/password.tsx'
export type { PasswordPageProps } from './pages/password.tsx'
export { SessionsPage } from './pages/sessions.tsx'
