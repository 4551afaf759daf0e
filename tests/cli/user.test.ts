/** `crowfoot user` from the command line to the database. */
import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { upgrade } from '../../src/db/migrate/index.ts'

const command = path.resolve(import.meta.dirname, '../../cli/bin/crowfoot.mjs')

interface Outcome {
  code: number
  out: string
  err: string
}

describe('crowfoot user', () => {
  let url = ''
  beforeAll(async () => {
    url = `sqlite:${path.join(inject('runFolder'), 'user-command.db')}`
    await upgrade(url)
  })

  /** Runs the command as a shell would, with `input` on its standard input. */
  function crowfoot(args: string[], input = ''): Promise<Outcome> {
    return new Promise((resolve) => {
      const child = execFile(
        process.execPath,
        [command, 'user', ...args],
        { env: { ...process.env, DATABASE_URL: url } },
        (error, out, err) => {
          resolve({ code: error ? Number(error.code) : 0, out, err })
        },
      )
      child.stdin?.end(input)
    })
  }
  const list = async () =>
    JSON.parse((await crowfoot(['list', '--json'])).out) as {
      username: string
      role: string
      email: string
      disabled_at: string | null
      password_chosen_at: string | null
    }[]

  it('adds an account with the password from standard input, and one without gets a one-time password', async () => {
    const added = await crowfoot(
      ['add', 'grace', '--email', 'grace@example.org', '--role', 'staff'],
      'seven grey herons wading\n',
    )
    expect(added).toMatchObject({ code: 0, err: '' })
    expect(added.out).not.toContain('herons')
    const once = await crowfoot(['add', 'linus', '--json'])
    expect(JSON.parse(once.out)).toEqual([
      { username: 'linus', password: expect.stringMatching(/^([a-z2-9]{4}-?){4}$/) },
    ])
    expect(await list()).toMatchObject([
      {
        username: 'grace',
        role: 'staff',
        email: 'grace@example.org',
        password_chosen_at: expect.any(String),
      },
      { username: 'linus', role: 'member', password_chosen_at: null },
    ])
  })

  it('says in one line why not, and changes nothing', async () => {
    const nobody = path.join(inject('runFolder'), 'nobody.csv')
    await writeFile(nobody, '\n \n')
    for (const [args, input, message] of [
      [['add', 'grace'], '', /username "grace"/],
      [['add', 'mary'], 'password1', /easy to guess/],
      [['add', 'a@b'], '', /username/],
      [['add', 'mary', '--role', 'boss'], '', /there is no role "boss": take member, staff, admin/],
      [['set-role', 'nobody', 'staff'], '', /there is no account "nobody"/],
      [['add', '--class', '/no/such/file'], '', /^crowfoot: There is no file “\/no\/such\/file”\.$/m],
      [['add', '--class', '.'], '', /“\.” is a folder: name a file in it\.$/m],
      [['add', '--class', nobody], '', /nobody\.csv” is empty: write a username on each line$/m],
    ] as const) {
      const { code, out, err } = await crowfoot([...args], input)
      expect([code, out]).toEqual([1, ''])
      expect(err).toMatch(message)
      expect(err.trim().split('\n')).toHaveLength(1)
    }
    expect((await list()).map(({ username }) => username)).toEqual(['grace', 'linus'])
  })

  it('says that the file of a class is Windows-1252, and blames no name', async () => {
    const file = path.join(inject('runFolder'), 'class-cp1252.csv')
    await writeFile(file, Buffer.from('ada,ada@example.org\rM\u00fcller,mueller@example.org\r', 'latin1'))
    const { code, out, err } = await crowfoot(['add', '--class', file])
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(/: Line 2 is not UTF-8 text: the file is most likely Windows-1252.*“CSV UTF-8”.*\n$/)
  })

  it('is called wrongly without a name, or with one and a class', async () => {
    expect((await crowfoot(['add'])).code).toBe(2)
    expect((await crowfoot(['add', 'a', '--class', 'b'])).code).toBe(2)
    expect((await crowfoot(['add', '--class', ''])).code).toBe(2)
    expect((await crowfoot(['add', ''])).code).toBe(2)
    expect((await crowfoot(['add', '--class', 'b', '--email', 'a@example.org'])).code).toBe(2)
    expect((await crowfoot(['set-role', 'grace'])).code).toBe(2)
  })

  it('changes role, state and password, but not of the last administrator', async () => {
    expect(await crowfoot(['set-role', 'grace@example.org', 'admin'])).toMatchObject({ code: 0 })
    expect(await crowfoot(['set-role', 'grace', 'member'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('There must always be someone'),
    })
    expect(await crowfoot(['disable', 'grace'])).toMatchObject({ code: 1 })
    expect(await crowfoot(['disable', 'linus'])).toMatchObject({ code: 0 })
    expect((await list()).find(({ username }) => username === 'linus')?.disabled_at).toEqual(
      expect.any(String),
    )
    await crowfoot(['enable', 'linus'])
    expect(await crowfoot(['set-password', 'linus'], 'nine tin boats drifting\n')).toMatchObject({ code: 0 })
    expect((await list()).find(({ username }) => username === 'linus')).toMatchObject({
      disabled_at: null,
      password_chosen_at: expect.any(String),
    })
  })

  it('lists the accounts as a table with a header', async () => {
    const lines = (await crowfoot(['list'])).out.trimEnd().split('\n')
    expect(lines[0]).toMatch(/^username +e-mail +role +state$/)
    expect(lines[1]).toMatch(/^grace +grace@example\.org +admin +open$/)
    const state = lines[0]?.indexOf('state') ?? 0
    expect(lines.slice(1).map((line) => line.slice(state))).toEqual(['open', 'open'])
  })

  it('adds a class from a file, whole or not at all', async () => {
    const file = path.join(inject('runFolder'), 'class.csv')
    await writeFile(file, '\uFEFFusername;email\r\nJo;jo@example.org\r\nBeth\r\n')
    const { code, out } = await crowfoot(['add', '--class', file])
    expect(code).toBe(0)
    expect(out).toMatch(/^username\tone-time password\nJo\t\S{19}\nBeth\t\S{19}\n$/)
    await writeFile(file, 'Amy\nBeth\n')
    expect(await crowfoot(['add', '--class', file])).toMatchObject({ code: 1, out: '' })
    expect((await list()).map(({ username }) => username)).not.toContain('Amy')
  })
})
