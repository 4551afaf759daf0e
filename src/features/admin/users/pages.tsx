/** The pages of accounts, for those who manage them. */
export { ClassPage } from './pages/class.tsx'
export { HandoutPage, handoutTitle } from './pages/handout.tsx'
export { UserListPage } from './pages/list.tsx'
export { NewUserPage } from './pages/new.tsx'
export { UserPage } from './pages/user.tsx'
