/** A preset is tried in a database of its own (`CROWFOOT_PRESET`), on both engines; the database of the project is never taken for one. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { serverUrl, createOnServer, dropFromServer } from './setup/server.ts'
import { cloneProject } from './setup/clone.ts'
import type { Clone } from './setup/clone.ts'

// Commands are processes of their own.
vi.setConfig({ testTimeout: 120_000 })

let clone: Clone
const file = () => path.join(clone.folder, 'src/presets/shop.ts')

/** A preset that differs from the project by a field and by a word. */
const shop = (domain: string) =>
  domain
    .replaceAll("'./", "'../")
    .replace(/item: noun\('.*'\)/, "item: noun('product', 'products')")
    .replace(
      '\n  fields: {\n',
      "$&    price_in_shop: field.money('Price', { currency: 'EUR', sort: true }),\n",
    )

beforeAll(async () => {
  clone = await cloneProject(path.join(inject('runFolder'), `preset-${String(process.pid)}`))
  await mkdir(path.dirname(file()), { recursive: true })
  await writeFile(file(), shop(await readFile(path.join(clone.folder, 'src/domain.ts'), 'utf8')))
})

const tried = { CROWFOOT_PRESET: 'shop' }

describe.each([
  ['sqlite', async () => `sqlite:${path.join(clone.folder, 'data/trial.db')}`],
  ...(serverUrl === undefined ? [] : [['postgresql', () => createOnServer(inject('runFolder'))] as const]),
] as const)('a trial on %s', (engine, makeUrl) => {
  let url: string
  beforeAll(async () => {
    url = await makeUrl()
    return async () => {
      if (engine === 'postgresql') await dropFromServer(url)
    }
  })
  const run = (args: string[], settings: Record<string, string> = tried) =>
    clone.crowfoot(args, url, settings)
  const csv = () => path.join(clone.folder, `${engine}.csv`)

  it('is built from the revisions and what the preset declares, and takes what it declares', async () => {
    await writeFile(csv(), 'title,item_type,price_in_shop\nLamp,Lighting,12.50\n')
    expect(await run(['data', 'import', csv()])).toMatchObject({ code: 0, err: '' })
    const [header, row] = (await run(['data', 'export', '-'])).out.split('\r\n')
    expect(header?.split(',')).toContain('price_in_shop')
    expect(row?.split(',')).toContain('12.50')
    expect(await run(['db', 'check'])).toMatchObject({ code: 0, err: '' })
  })

  it.each([['upgrade'], ['downgrade', '-1'], ['stamp', 'base'], ['revision', 'more']])(
    'is not for db %s',
    async (...args) => {
      const { code, err } = await run(['db', ...args])
      expect([code, err.split('\n')]).toEqual([
        1,
        [
          `crowfoot: db ${args[0]} is not for a trial: npm start builds what CROWFOOT_PRESET declares, and npx crowfoot adapt shop makes the project like it`,
          '',
        ],
      ])
    },
  )

  it('is not opened without its preset', async () => {
    expect(await run(['data', 'export', '-'], {})).toMatchObject({
      code: 1,
      err: 'crowfoot: the database is a trial of the preset shop: CROWFOOT_PRESET=shop opens it, and npx crowfoot adapt shop makes the project like it\n',
    })
  })

  it('is begun anew where the declaration has changed, and only where that is asked for', async () => {
    const before = await readFile(file(), 'utf8')
    await writeFile(file(), before.replace('price_in_shop:', 'price_now:'))
    expect(await run(['data', 'export', '-'])).toMatchObject({
      code: 1,
      err: 'crowfoot: this trial of the preset shop was begun with another declaration: npx crowfoot db reset --yes begins anew, or DATABASE_URL names another database\n',
    })
    expect(await run(['db', 'reset', '--yes'])).toMatchObject({ code: 0, err: '' })
    await writeFile(csv(), 'title,item_type,price_now\nLamp,Lighting,3\n')
    expect(await run(['data', 'import', csv()])).toMatchObject({ code: 0, err: '' })
    await writeFile(file(), before)
  })

  it('never begins in a database that is in use without it', async () => {
    expect(await run(['db', 'reset', '--yes'], {})).toMatchObject({ code: 0 })
    const add = ['user', 'add', 'ada', '--email', 'ada@example.org', '--role', 'staff']
    expect(await run(add, {})).toMatchObject({ code: 0 })
    expect(await run(['data', 'export', '-'])).toMatchObject({
      code: 1,
      err: 'crowfoot: the database is in use without a preset, and CROWFOOT_PRESET needs one of its own: leave DATABASE_URL out, or name a new one\n',
    })
  })
})

it('refuses a preset that is not there, and says which there are', async () => {
  const presets = path.join(clone.folder, 'src/presets')
  expect((await clone.crowfoot(['data', 'export', '-'], '', { CROWFOOT_PRESET: 'shopp' })).err).toMatch(
    /^crowfoot: CROWFOOT_PRESET cannot be used: it takes .*shop.*, and is "shopp"\.\n$/,
  )
  await rename(presets, `${presets}-away`)
  expect((await clone.crowfoot(['data', 'export', '-'], '', tried)).err).toBe(
    'crowfoot: CROWFOOT_PRESET cannot be used: it takes the name of a file in src/presets, and there is none, and is "shop".\n',
  )
  await rename(`${presets}-away`, presets)
})
