/** `.env`: what is probably a misspelled setting stops the start, and what other programs read is left alone. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, inject, it } from 'vitest'
import { readEnvFile } from '../../src/config/env-file.ts'
import { settingNames } from '../../src/config.ts'
import { cloneProject } from '../setup/clone.ts'

const read = (text: string | Buffer) => readEnvFile(Buffer.from(text), settingNames)

describe('a name in .env that is nearly a setting', () => {
  it.each([
    ['DATABSE_URL', 'DATABASE_URL'],
    ['DATABASE_URI', 'DATABASE_URL'],
    ['DATABASEURL', 'DATABASE_URL'],
    ['BASEURL', 'BASE_URL'],
    ['Base_Url', 'BASE_URL'],
    ['PROT', 'PORT'],
    ['port', 'PORT'],
    ['HOSTS', 'HOST'],
    ['ALLOWED_HOST', 'ALLOWED_HOSTS'],
    ['TRUSTED_PROXY', 'TRUST_PROXY'],
    ['PUBLIC_CATALOG', 'PUBLIC_CATALOGUE'],
    ['REGISTRATIONS', 'REGISTRATION'],
    ['LOGLEVEL', 'LOG_LEVEL'],
    ['LOG-LEVEL', 'LOG_LEVEL'],
    ['set PORT', 'PORT'],
  ])('%s is refused, and %s is named', (name, meant) => {
    expect(read(`TEACHING=false\n${name}=x\n`).problem).toBe(
      `.env sets "${name}", which is no setting: did you mean ${meant}?`,
    )
  })

  it('has its invisible letters shown', () => {
    expect(read('HOST=127.0.0.1\n\u200BPORT=1').problem).toBe(
      '.env sets "?PORT", which is no setting: did you mean PORT?',
    )
  })
})

it.each([
  'NODE_ENV',
  'NODE_OPTIONS',
  'NODE_DEBUG',
  'TEST_POSTGRES_URL',
  'CROWFOOT_DATA',
  'CHROMIUM',
  'PGHOST',
  'PGPORT',
  'PGBIN',
  'POSTGRES_PASSWORD',
  'COMPOSE_PROJECT_NAME',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'HOSTNAME',
  'API_URL',
  'PATH',
  'TZ',
  'LONG',
])('%s is unlike any setting, and left to whoever reads it', (name) => {
  expect(read(`${name}=x`)).toEqual({ values: { [name]: 'x' }, problem: undefined })
})

it('every setting is one, also after "export", with spaces around its "=" and with nothing behind it', () => {
  const lines = settingNames.flatMap((name) => [`${name}=1`, ` export ${name} = 1`, `${name}=`])
  expect(read(lines.join('\r\n')).problem).toBeUndefined()
})

it('a comment may say anything', () => {
  expect(read('# DATABSE_URL=x\n#PORT: 3001\n\n  # PROT 1\nHOST=::1 # PORT 3001').problem).toBeUndefined()
})

it.each([
  ['PORT: 3001', 'PORT'],
  ['PORT 3001', 'PORT'],
  ['PORT', 'PORT'],
  ['export BASE_URL : https://catalogue.example.org', 'BASE_URL'],
])('the line %j sets nothing, and is named', (line, name) => {
  expect(read(`HOST=::1\n${line}\nTEACHING=true`).problem).toBe(
    `line 2 of .env sets nothing: write ${name}=VALUE`,
  )
})

it.each(['DATABASE_URL=postgres://ada:a#b@localhost/x', ' BASE_URL = https://a.example.org/#top'])(
  'an address in %j would be cut at its #',
  (line) => {
    expect(read(`HOST=::1\n${line}`).problem).toBe(
      'line 2 of .env is read only up to its #: in an address write %23 instead',
    )
    expect(read(`${line.replace('#', ' #')}\n#${line}`).problem).toBeUndefined()
    expect(read(line.replace(/=\s*(.*)/, '="$1"')).problem).toBeUndefined()
  },
)

it('a byte order mark is no part of the first name', () => {
  expect(read('\uFEFFPORT=3001')).toEqual({ values: { PORT: '3001' }, problem: undefined })
})

it('a file in UTF-16, as PowerShell writes it, is refused', () => {
  expect(read(Buffer.from('\uFEFFPORT=3001', 'utf16le')).problem).toMatch(/^\.env is not in UTF-8: /)
})

it('each command says in one line what is wrong in .env', { timeout: 300_000 }, async () => {
  const clone = await cloneProject(path.join(inject('runFolder'), `env-${process.pid}`))
  const file = path.join(clone.folder, '.env')
  writeFileSync(file, 'DATABSE_URL=sqlite:data/mine.db\n')
  const refused = { code: 1, out: '' }
  const meant = '.env sets "DATABSE_URL", which is no setting: did you mean DATABASE_URL?'
  for (const args of [
    ['db', 'upgrade'],
    ['user', 'list'],
    ['data', 'sample'],
  ])
    expect(await clone.crowfoot(args)).toEqual({ ...refused, err: `crowfoot: ${meant}\n` })
  rmSync(file)
  mkdirSync(file)
  expect(await clone.crowfoot(['db', 'current'])).toEqual({
    ...refused,
    err: 'crowfoot: .env is a folder: make it a file, or take it away\n',
  })
})
