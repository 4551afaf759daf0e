/** The addresses of the running application, as people read and write them: `/items/ID`, `POST /items`. */
import type { Hono } from 'hono'
import { pino } from 'pino'
import { createApp, type Parts } from '../../src/app.tsx'
import { readConfig } from '../../src/config.ts'

/** The application's routes, GET without its name and others with it. Middleware, which answers to any method, is none. */
export function routesOfApp(): string[] {
  // Nothing is asked of the database: the routes are only listed.
  const database = { em: () => undefined, db: undefined, heavy: undefined } as unknown as Parts['database']
  const assets = { files: new Map() } as unknown as Parts['assets']
  const app = createApp({ config: readConfig({}), database, assets, log: pino({ level: 'silent' }) })
  return spellRoutes(app as unknown as Hono)
}

export function spellRoutes(app: Hono): string[] {
  const routes = app.routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => (method === 'GET' ? '' : `${method} `) + spellPath(path))
  return [...new Set(routes)].sort()
}

/** `/items/:id{[0-9]+}/edit` is `/items/ID/edit` in the documentation. */
function spellPath(path: string): string {
  return path.replaceAll(/:(\w+)(\{(?:[^{}]|\{[^{}]*\})*\})?\??/g, (_whole, name: string) =>
    name.toUpperCase(),
  )
}

/** The addresses named in a text, in the same form: `POST /items`, `/items?q=` as `/items`. */
export function addressesIn(code: readonly string[]): string[] {
  return code.flatMap((text) => {
    const match = /^((?:GET|POST|PUT|PATCH|DELETE) )?(\/[^\s?#]*)/.exec(text)
    return match === null ? [] : [(match[1] ?? '').replace('GET ', '') + (match[2] ?? '')]
  })
}
