/** The pages of saved searches. */
export * from './pages/refused.tsx'
export * from './pages/searches.tsx'
