/**
 * Reads the settings from the environment (and `.env`) once and checks them; nothing else touches process.env, but for what must be known
 * before `domain.ts` is loaded (`config/preset.ts`).
 */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { problemOfAddress } from './config/database-address.ts'
import { readEnvFile } from './config/env-file.ts'
import { problemOfPreset } from './config/preset.ts'
import { domain } from './domain.ts'

/** The folder that holds package.json: relative paths in settings start here, wherever a command is called from. */
export const projectRoot = resolve(fileURLToPath(import.meta.url), '../..')

/** A setting that cannot be used. The message is one line that names the setting and says what it takes. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

const flag = (otherwise: boolean) => z.stringbool({ error: 'takes true or false' }).default(otherwise)
const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((each) => each.trim())
      .filter(Boolean),
  )

/**
 * A database's address without the password in it, for messages: whatever stands between the user's name and the last `@`, since a
 * password may hold any character, and what is shown as a password in a parameter (`?password=...`, `password=... host=...`).
 */
export function withoutPassword(address: string): string {
  const scheme = /^[a-z+]*:\/\//i.exec(address)?.[0] ?? ''
  const begin = address.indexOf(':', scheme.length) + 1
  const end = address.lastIndexOf('@')
  const shown =
    begin > 0 && begin <= end
      ? `${address.slice(0, begin)}***${address.slice(end)}`
      : // No host: `postgres://ada:secret`. A number may be a port.
        address.replace(/(:\/\/[^:/]*:)(?!\d+(?:[/?#]|$))[^/]+$/, '$1***')
  return shown.replace(/((?:pass|pwd|secret)\w*\s*=\s*)(?:'[^']*'|[^&\s]+)/gi, '$1***')
}

/** A host as it stands in an address: IPv6 in brackets. */
export function inAddress(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}

/** Whether this may stand as a host, with or without a port, in an address: `927.0.0.1` may not. */
function isHost(name: string): boolean {
  return URL.canParse(`http://${name}`) && !/[/?#@\\\s]/.test(name)
}

/** Our pages link to `/items`, whatever stands in front: a site has its name, and no path, for itself. */
function isWholeSite(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { pathname, search, hash, username, password } = new URL(address)
  return /^\/*$/.test(pathname) && search + hash + username + password === ''
}

const settings = z.object({
  HOST: z
    .string()
    .refine((host) => isHost(inAddress(host)), {
      error: 'takes the name or address of this machine, such as 127.0.0.1 or 0.0.0.0',
    })
    .default('127.0.0.1'),
  PORT: z.coerce
    .number({ error: 'takes a port number from 0 to 65535 (0 lets the system choose)' })
    .int()
    .min(0, 'takes a port number from 0 to 65535 (0 lets the system choose)')
    .max(65535, 'takes a port number from 0 to 65535 (0 lets the system choose)')
    .default(3000),
  BASE_URL: z
    .url({ protocol: /^https?$/, error: 'takes an address such as https://catalogue.example.org' })
    .refine(isWholeSite, {
      error: 'takes the address of a whole site, such as https://catalogue.example.org, without a path',
    })
    .optional(),
  ALLOWED_HOSTS: list.refine((names) => names.every(isHost), {
    error: 'takes names of hosts, separated by commas, such as books.example.org, localhost:3000',
  }),
  HSTS: z.enum(['host', 'subdomains'], { error: 'takes host or subdomains' }).default('host'),
  TRUST_PROXY: flag(false),
  DATABASE_URL: z
    .string()
    .check((c) => {
      const message = problemOfAddress(c.value)
      if (message !== undefined) c.issues.push({ code: 'custom', message, input: c.value })
    })
    .optional(),
  CROWFOOT_PRESET: z
    .string()
    .check((c) => {
      const message = problemOfPreset(c.value)
      if (message !== undefined) c.issues.push({ code: 'custom', message, input: c.value })
    })
    .optional(),
  PUBLIC_CATALOGUE: flag(domain.publicCatalogue),
  ONE_TIME_PASSWORD_DAYS: z.coerce
    .number({ error: 'takes a number of days from 1 to 365' })
    .int('takes a number of days from 1 to 365')
    .min(1, 'takes a number of days from 1 to 365')
    .max(365, 'takes a number of days from 1 to 365')
    .default(7),
  REGISTRATION: z.enum(['open', 'closed'], { error: 'takes open or closed' }).default('open'),
  TEACHING: flag(true),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'takes fatal, error, warn, info, debug, trace or silent',
    })
    .default('info'),
})

export interface Config {
  host: string
  port: number
  /** The address people type, without a slash at the end and without the usual port; where it is not set, what HOST and PORT make. */
  baseUrl: string
  /** The names the site answers to (see `security/request/hosts.ts`), lower case, with the port where it is not the usual one. */
  allowedHosts: readonly string[]
  /** Whether browsers are to keep to https for names below ours too, such as www.catalogue.example.org. */
  hstsForSubdomains: boolean
  /** Whether X-Forwarded-For and X-Forwarded-Proto come from a proxy of ours. */
  trustProxy: boolean
  databaseUrl: string
  publicCatalogue: boolean
  /** Whether visitors may make an account for themselves. */
  registrationOpen: boolean
  /** How many days a one-time password is good for. */
  oneTimePasswordDays: number
  teaching: boolean
  logLevel: z.infer<typeof settings>['LOG_LEVEL']
  /** Started by `npm run dev`: prints a development login, reads assets anew. */
  development: boolean
}

/** The settings' names, for the documentation test and for `--help`. */
export const settingNames = Object.keys(settings.shape)

/**
 * Reads and checks the settings.
 * @throws ConfigError naming the first setting that cannot be used
 */
export function readConfig(env: Record<string, string | undefined> = environment()): Config {
  // A setting that is there but empty (`PORT=` in .env) counts as not set.
  const trimmed = Object.entries(env).map(([name, value]) => [name, value?.trim()] as const)
  const given = Object.fromEntries(trimmed.filter(([, value]) => value !== ''))
  const read = settings.safeParse(given)
  if (!read.success) {
    const [issue] = read.error.issues
    const name = String(issue?.path[0])
    throw new ConfigError(
      `${name} cannot be used: it ${issue?.message ?? 'is wrong'}, and is "${withoutPassword(env[name] ?? '')}".`,
    )
  }
  const s = read.data
  const baseUrl = new URL(s.BASE_URL ?? `http://${inAddress(s.HOST)}:${s.PORT}`).origin
  return {
    host: s.HOST,
    port: s.PORT,
    baseUrl,
    allowedHosts: allowedHosts(baseUrl, s.ALLOWED_HOSTS, s.BASE_URL === undefined ? s.PORT : undefined),
    hstsForSubdomains: s.HSTS === 'subdomains',
    trustProxy: s.TRUST_PROXY,
    databaseUrl: absoluteDatabaseUrl(s.DATABASE_URL ?? `sqlite:data/${s.CROWFOOT_PRESET ?? 'crowfoot'}.db`),
    publicCatalogue: s.PUBLIC_CATALOGUE,
    registrationOpen: s.REGISTRATION === 'open',
    oneTimePasswordDays: s.ONE_TIME_PASSWORD_DAYS,
    teaching: s.TEACHING,
    logLevel: s.LOG_LEVEL,
    development: env.CROWFOOT_DEV === '1',
  }
}

/** The name in BASE_URL, what ALLOWED_HOSTS adds, and this machine's own names where no BASE_URL was given. */
function allowedHosts(baseUrl: string, more: readonly string[], localPort: number | undefined): string[] {
  const local =
    localPort === undefined
      ? []
      : ['localhost', '127.0.0.1', '[::1]'].map((name) => (localPort === 0 ? name : `${name}:${localPort}`))
  return [...new Set([new URL(baseUrl).host, ...more, ...local].map((name) => name.toLowerCase()))]
}

/** `sqlite:data/x.db` with the path made absolute from the project's folder; other addresses as they are. */
function absoluteDatabaseUrl(url: string): string {
  return url.startsWith('sqlite:') ? `sqlite:${resolve(projectRoot, url.slice('sqlite:'.length))}` : url
}

/** The environment, with `.env` of the project's folder behind it: what the environment says wins. */
function environment(): NodeJS.ProcessEnv {
  const { values, problem } = readEnvFile(envFile(), settingNames)
  if (problem !== undefined) throw new ConfigError(problem)
  for (const [name, value] of Object.entries(values)) process.env[name] ??= value
  return process.env
}

/** @returns nothing where there is no such file */
function envFile(): Buffer {
  try {
    return readFileSync(resolve(projectRoot, '.env'))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return Buffer.alloc(0)
    throw new ConfigError(
      code === 'EISDIR'
        ? '.env is a folder: make it a file, or take it away'
        : `.env cannot be read: ${code}`,
    )
  }
}
