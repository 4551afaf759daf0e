/** DATABASE_URL: what its text already shows to be wrong is said before anything is opened. */
import { describe, expect, it } from 'vitest'
import { problemOfAddress } from '../../src/config/database-address.ts'

describe('an address of PostgreSQL', () => {
  it.each([
    'postgres://ada:secret@localhost:5432/catalogue',
    'postgresql://ada@localhost/catalogue',
    'postgres://localhost/catalogue?options=-c%20search_path=a@b',
    'postgres://localhost:5432/catalogue?application_name=ada@home',
    'postgres://ada:p%23%2F%3F%40@[::1]:5432/catalogue?sslmode=require',
    'postgres://ada:p@ss@localhost/catalogue',
    'postgres:///catalogue?host=/var/run/postgresql',
    'postgres://%2Fvar%2Frun%2Fpostgresql/catalogue',
    ...['disable', 'allow', 'prefer', 'require', 'verify-full'].map(
      (mode) => `postgres://h/c?sslmode=${mode}`,
    ),
    'postgres://h/c?sslmode=verify-ca&sslrootcert=ca.pem',
  ])('may be %s', (address) => {
    expect(problemOfAddress(address)).toBeUndefined()
  })

  it.each(['#', '/', '?', '12#4', '12/4', '12?4', '#/?', 'a@b/c', 'a/b@c', '/', '%', '%zz', '100%'])(
    'says how to write a password with %s in it',
    (password) => {
      const problem = problemOfAddress(`postgres://ada:${password}@localhost:5432/catalogue`)
      expect(problem).toMatch(/percent-encoded: # is %23, \/ is %2F, \? is %3F/)
      // What it says helps.
      const encoded = `postgres://ada:${encodeURIComponent(password)}@localhost:5432/catalogue`
      expect(problemOfAddress(encoded)).toBeUndefined()
    },
  )

  it.each([
    ['postgres://localhost:port/catalogue', /takes postgres:\/\/user:password@host:port\/database/],
    ['postgres://[::1/catalogue', /takes postgres:\/\//],
    ['postgres://ada:secret@localhost:5432', /the name of a database at its end/],
    ['postgres://localhost/', /the name of a database at its end/],
    ['postgres://localhost/?sslmode=require', /the name of a database at its end/],
    ['postgres:localhost', /or postgres:\/\//],
    ['mysql://localhost/catalogue', /or postgres:\/\//],
    ['postgres://h/c?sslmode=on', /takes sslmode=disable, .*verify-full/],
    ['postgres://h/c?sslmode=verify-ca', /sslrootcert/],
  ])('is not %s', (address, words) => {
    expect(problemOfAddress(address)).toMatch(words)
  })
})

describe('an address of SQLite', () => {
  it.each([
    'sqlite:data/crowfoot.db',
    'sqlite:/srv/crowfoot.db',
    'sqlite:C:\\Users\\ada\\crowfoot.db',
    'sqlite:data/my catalogue #1?.db',
  ])('may be %s', (address) => {
    expect(problemOfAddress(address)).toBeUndefined()
  })

  it.each([
    ['sqlite::memory:', /takes a file: one in memory/],
    ['sqlite:file::memory:?cache=shared', /takes a file: one in memory/],
    ['sqlite:', /takes the path of a file/],
    ['sqlite: ', /takes the path of a file/],
    ['sqlite:///data/crowfoot.db', /without further slashes/],
    ['sqlite://data/crowfoot.db', /without further slashes/],
    ['sqlite:~/crowfoot.db', /the whole path of a file/],
    ['sqlite:file:crowfoot.db', /no file: before it/],
    ['sqlite:crowfoot.db?mode=ro', /no \?options behind it/],
    ['data/crowfoot.db', /takes sqlite:data\/crowfoot.db/],
  ])('is not %s', (address, words) => {
    expect(problemOfAddress(address)).toMatch(words)
  })
})
