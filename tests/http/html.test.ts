/** A page is sent compressed to those who take it, and as it is to all others. */
import { gunzipSync } from 'node:zlib'
import { Hono } from 'hono'
import { compress } from 'hono/compress'
import { describe, expect, it } from 'vitest'
import type { AppEnv } from '../../src/http/context.ts'
import { answerHtml } from '../../src/http/html.ts'

// Longer than what zlib is asked for at a time, and not only of one letter.
const page = `<!doctype html><p>${Array.from({ length: 4_000 }, (_, n) => `Zoë ${n * 7919}`).join(' ')}</p>`
const app = new Hono<AppEnv>().use(compress()).get('/', (c) => answerHtml(c, page, 404))

describe('a page', () => {
  it.each(['gzip', 'br, gzip;q=0.5', 'GZIP', 'deflate, gzip ; q=1'])(
    'is compressed, in one piece and once, for "%s"',
    async (accepted) => {
      const answer = await app.request('/', { headers: { 'accept-encoding': accepted } })
      expect(answer.status).toBe(404)
      expect(answer.headers.get('content-encoding')).toBe('gzip')
      expect(answer.headers.get('content-type')).toBe('text/html; charset=UTF-8')
      const body = Buffer.from(await answer.arrayBuffer())
      expect(body.length).toBeLessThan(page.length / 2)
      expect(gunzipSync(body).toString()).toBe(page)
    },
  )

  it.each([undefined, '', 'identity', 'br', 'gzip;q=0', 'gzip; q=0.00, br', 'x-gzipped'])(
    'is sent as it is for "%s"',
    async (accepted) => {
      const answer = await app.request('/', {
        headers: accepted === undefined ? {} : { 'accept-encoding': accepted },
      })
      expect(answer.headers.get('content-encoding')).toBeNull()
      expect(await answer.text()).toBe(page)
    },
  )
})
