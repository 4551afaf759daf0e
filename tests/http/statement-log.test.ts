/** With LOG_LEVEL=debug the log shows which statements a request sent, and never their values. */
import { pino } from 'pino'
import { expect, it } from 'vitest'
import { appOf } from '../setup/browser.ts'
import type { App } from '../setup/browser.ts'
import { forEachEngine } from '../setup/database.ts'
import { signedIn } from '../setup/people.ts'

interface Line {
  msg?: string
  sql?: string
  request?: string
}

forEachEngine((database) => {
  const lines: Line[] = []
  const appAt = (level: string): App =>
    appOf(
      database(),
      { LOG_LEVEL: level },
      pino({ level }, { write: (line: string) => void lines.push(JSON.parse(line) as Line) }),
    )
  const statements = () => lines.filter(({ msg }) => msg === 'statement')

  it('names the statements of a change in their order, each with the request that sent it', async () => {
    const browser = await signedIn(database(), appAt('debug'), 'staff')
    lines.length = 0
    const response = await browser.post('/categories', { name: 'A secret name' })
    expect(response.status).toBe(303)
    const sql = statements().map((line) => line.sql ?? '')
    const [read, written] = [/from "sessions"/, /^insert into "categories"/].map((pattern) =>
      sql.findIndex((each) => pattern.test(each)),
    )
    expect(read).toBeGreaterThanOrEqual(0)
    expect(written).toBeGreaterThan(read ?? 0)
    expect(new Set(lines.map(({ request }) => request)).size).toBe(1)
    expect(JSON.stringify(lines)).not.toContain('secret')
  })

  it('says nothing of them at the usual level', async () => {
    lines.length = 0
    await appAt('info').request('http://127.0.0.1:3000/items')
    expect(lines.length).toBeGreaterThan(0)
    expect(statements()).toEqual([])
  })
})
