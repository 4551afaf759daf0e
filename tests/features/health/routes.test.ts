/** Whether the application is alive, for those who watch it. */
import { copyFileSync, renameSync, rmSync } from 'node:fs'
import { expect, it } from 'vitest'
import { fileOf, openDatabase } from '../../../src/db/engine/connection.ts'
import { appOf, Browser } from '../../setup/browser.ts'
import { forEachEngine } from '../../setup/database.ts'
import { createScratch } from '../../setup/scratch.ts'

forEachEngine((database) => {
  it('answers 200 while the database answers', async () => {
    const answer = await new Browser(appOf(database())).get('/health')
    expect([answer.status, await answer.json()]).toEqual([200, { status: 'ok', database: 'ok' }])
  })
})

// On Windows a file that is open can be neither deleted nor replaced.
it.skipIf(process.platform === 'win32').each([
  ['was deleted', (file: string) => rmSync(file)],
  [
    'was replaced by its own copy',
    (file: string) => {
      copyFileSync(file, `${file}.copy`)
      renameSync(`${file}.copy`, file)
    },
  ],
])('answers 503 once the SQLite file %s', async (_what, spoil) => {
  const scratch = await createScratch('sqlite')
  const url = scratch.target as string
  const database = await openDatabase(url)
  try {
    const browser = new Browser(appOf(database))
    expect((await browser.get('/health')).status).toBe(200)
    spoil(fileOf(url))
    const answer = await browser.get('/health')
    expect([answer.status, await answer.json()]).toEqual([
      503,
      { status: 'unavailable', database: 'unreachable' },
    ])
  } finally {
    await database.close()
    await scratch.remove()
  }
})
