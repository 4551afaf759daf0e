/** The settings: what is refused, in one line that names the setting, and never with a password in it. */
import { describe, expect, it } from 'vitest'
import { ConfigError, readConfig, withoutPassword } from '../src/config.ts'

const problemOf = (settings: Record<string, string>) => {
  try {
    readConfig(settings)
    return undefined
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError)
    return (error as Error).message
  }
}

describe('a password', () => {
  it.each([
    ['postgress://ada:secret@127.0.0.1/crowfoot', 'postgress://ada:***@127.0.0.1/crowfoot'],
    ['mysql://ada:sec@ret@127.0.0.1/crowfoot', 'mysql://ada:***@127.0.0.1/crowfoot'],
    ['mysql://ada:s#/?ecr:et@127.0.0.1/crowfoot', 'mysql://ada:***@127.0.0.1/crowfoot'],
    ['mysql://ada:se cret@127.0.0.1', 'mysql://ada:***@127.0.0.1'],
    ['mysql://ada:se\ncret@127.0.0.1', 'mysql://ada:***@127.0.0.1'],
    ['mysql://:secret@127.0.0.1', 'mysql://:***@127.0.0.1'],
    ['postgres:ada:secret@127.0.0.1', 'postgres:***@127.0.0.1'],
    ['ada:secret@127.0.0.1/crowfoot', 'ada:***@127.0.0.1/crowfoot'],
    ['mysql://ada:secret', 'mysql://ada:***'],
    [
      'mysql://127.0.0.1/crowfoot?user=ada&password=secret&a=b',
      'mysql://127.0.0.1/crowfoot?user=ada&password=***&a=b',
    ],
    ["host=127.0.0.1 password='my secret' user=ada", 'host=127.0.0.1 password=*** user=ada'],
  ])('of %j is not in the message that refuses it', (address, shown) => {
    expect(withoutPassword(address)).toBe(shown)
    const problem = problemOf({ DATABASE_URL: address })
    expect(problem).toContain(shown)
    expect(problem).not.toMatch(/secret|ecr:et|cret/)
  })

  it.each([
    'mysql://x',
    'mysql://127.0.0.1:3306/crowfoot',
    'mysql://127.0.0.1:3306',
    'sqlite',
    'postgres://ada@h/db',
  ])('is not seen in %s, which holds none', (address) => {
    expect(withoutPassword(address)).toBe(address)
  })
})

describe('BASE_URL', () => {
  it.each([
    'https://catalogue.example.org/library',
    'https://catalogue.example.org/?a=b',
    'https://catalogue.example.org/#top',
    'https://ada:secret@catalogue.example.org',
  ])('%s is refused: a site has its name for itself', (address) => {
    expect(problemOf({ BASE_URL: address })).toMatch(
      /^BASE_URL cannot be used: it takes .* without a path.*$/,
    )
    expect(problemOf({ BASE_URL: address })).not.toContain('secret')
  })

  it.each([
    ['https://catalogue.example.org', 'https://catalogue.example.org'],
    ['https://catalogue.example.org//', 'https://catalogue.example.org'],
    ['HTTPS://Catalogue.example.org:443/', 'https://catalogue.example.org'],
    ['http://127.0.0.1:3000/', 'http://127.0.0.1:3000'],
  ])('%s is %s', (address, baseUrl) => {
    expect(readConfig({ BASE_URL: address })).toMatchObject({ baseUrl })
  })
})

it.each(['927.0.0.1', '1.2.3.4.5', 'books.example.org/a', 'ada@books.example.org', 'books.example.org:x'])(
  'ALLOWED_HOSTS refuses %s, which is no host',
  (name) => {
    expect(problemOf({ ALLOWED_HOSTS: `books.example.org,${name}` })).toMatch(
      /^ALLOWED_HOSTS cannot be used: .*$/,
    )
  },
)

it.each(['always', 'includeSubDomains'])('HSTS refuses %s', (value) => {
  expect(problemOf({ HSTS: value })).toMatch(/^HSTS cannot be used: it takes host or subdomains/)
})
