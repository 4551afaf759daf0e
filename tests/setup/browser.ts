/** A browser's part of the conversation for tests: it keeps cookies, says where it comes from, and follows nothing by itself. */
import { pino } from 'pino'
import { createApp } from '../../src/app.tsx'
import type { Config } from '../../src/config.ts'
import { readConfig } from '../../src/config.ts'
import type { Database } from '../../src/db/engine/connection.ts'
import type { Assets } from '../../src/http/assets.ts'

const noAssets: Assets = { files: new Map(), styles: '/s.css', script: '/s.js', theme: '/t.js', fonts: [] }

export type App = ReturnType<typeof createApp>

/** The application over a test's database; `settings` are environment variables. */
export function appOf(
  database: Database,
  settings: Record<string, string> = {},
  log = pino({ level: 'silent' }),
): App {
  const config: Config = readConfig({ LOG_LEVEL: 'silent', ...settings })
  return createApp({ config, database, assets: noAssets, log })
}

export interface Visit {
  headers?: Record<string, string>
  /** What the connection is: `{ incoming: { socket: { remoteAddress } } }`. */
  from?: string
}

/** One browser: `await browser.post('/login', { username, password })`. */
export class Browser {
  readonly cookies = new Map<string, string>()
  readonly #app: App
  readonly #host: string
  readonly #base: string
  readonly #address: string

  constructor(app: App, { base = 'http://127.0.0.1:3000', address = '127.0.0.1' } = {}) {
    this.#app = app
    this.#base = base
    this.#host = new URL(base).host
    this.#address = address
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.send(path, { headers })
  }

  /** Posts a form; a list is a field sent several times. */
  post(
    path: string,
    fields: Record<string, string | readonly string[]> = {},
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const body = new URLSearchParams()
    for (const [name, value] of Object.entries(fields)) {
      for (const each of typeof value === 'string' ? [value] : value) body.append(name, each)
    }
    // Browsers say how long a form is.
    const length = { 'content-length': String(body.toString().length) }
    return this.send(path, { method: 'POST', body, headers: { origin: this.#base, ...length, ...headers } })
  }

  async send(
    path: string,
    { headers = {}, ...init }: RequestInit & { headers?: Record<string, string> },
  ): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await this.#app.request(
      this.#base + path,
      { ...init, headers: { host: this.#host, accept: 'text/html', ...(cookie && { cookie }), ...headers } },
      { incoming: { socket: { remoteAddress: this.#address, remotePort: 50_000, remoteFamily: 'IPv4' } } },
    )
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (/max-age=0/i.test(line)) this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    return response
  }

  signIn(username: string, password: string): Promise<Response> {
    return this.post('/login', { username, password })
  }
}
