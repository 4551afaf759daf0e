/** Requests that no browser sends: each number makes another one, always the same. */

/** Numbers from 0 to 1 that look random. @see https://en.wikipedia.org/wiki/Linear_congruential_generator */
function random(seed: number): () => number {
  let state = (seed * 2_654_435_761) >>> 0
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 4_294_967_296
}

const methods = ['GET', 'POST', 'HEAD', 'PUT', 'OPTIONS', 'TRACE', 'CONNECT', 'get', 'G\0T', '', 'PRI']
const targets = [
  ...[
    '/',
    '/items',
    '/items?q=%',
    '/items?q=%ff',
    '/items/%00',
    '/items/1e9',
    '*',
    '//',
    '/\\x',
    '/items?creator=1&creator=',
  ],
  ...[
    'http://927.0.0.1/',
    'http://1.2.3.4.5/items',
    'http://[::1/',
    'http:///',
    'https://127.0.0.1:99999/',
    'ftp://127.0.0.1/',
  ],
  ...[
    '/login',
    '/items.csv',
    '/assets/%2e%2e/x',
    '/creators?letter=%F0%9F',
    '/../..',
    '/items#x',
    'items',
    '/é',
    `/${'a'.repeat(9000)}`,
  ],
]
const hosts = [
  ...[
    '127.0.0.1',
    '127.0.0.1:PORT',
    'localhost',
    'evil.example',
    '927.0.0.1',
    '1.2.3.4.5',
    '0x7f.1',
    '[::1]',
    '[::1',
    '',
  ],
  ...[
    '127.0.0.1:99999',
    '127.0.0.1:-1',
    'a b',
    'xn--a',
    '%',
    'ada@127.0.0.1',
    '127.0.0.1, evil.example',
    'é',
  ],
]
const headers = [
  ...[
    'Content-Length: -1',
    'Content-Length: 5',
    'Content-Length: 5\r\nContent-Length: 6',
    'Content-Length: 99999999999999999999',
  ],
  ...[
    'Transfer-Encoding: chunked',
    'Transfer-Encoding: chunked\r\nContent-Length: 3',
    'Transfer-Encoding: gzip',
  ],
  ...[
    'Cookie: crowfoot_session_3000=%',
    'Cookie: =;=;;',
    `Cookie: ${'a=b; '.repeat(500)}`,
    'Cookie: __Host-x="\\',
  ],
  ...[
    'Origin: null',
    'Origin: http://927.0.0.1',
    'Origin: %',
    'Referer: http://[',
    'Referer: /login',
    'Sec-Fetch-Site: x',
  ],
  ...[
    'Accept: */*;q=x',
    'Accept-Encoding: gzip, br, x;q=',
    'If-None-Match: "',
    'If-Modified-Since: never',
    'Range: bytes=9-1',
  ],
  ...[
    'Content-Type: multipart/form-data',
    'Content-Type: multipart/form-data; boundary=',
    'Content-Type: application/x-www-form-urlencoded',
  ],
  ...[
    'Expect: 100-continue',
    'Expect: x',
    'Upgrade: websocket\r\nConnection: Upgrade',
    'Connection: close',
    'X-Forwarded-For: ,,;',
  ],
  ...[': empty', 'No colon', 'X: a\0b', ' folded', `X-Long: ${'x'.repeat(20_000)}`, 'HTTP2-Settings: AAA'],
]
const bodies = [
  ...[
    '',
    'a=b',
    'username=%ff&password=%00',
    '5\r\nab=cd\r\n0\r\n\r\n',
    'zz\r\n',
    'fffffffff\r\n',
    '--\r\n\r\n----',
  ],
  ...['a&'.repeat(2_000), '%'.repeat(3_000), '\0\0\0', 'GET / HTTP/1.1\r\n\r\n'],
]
const versions = ['HTTP/1.1', 'HTTP/1.0', 'HTTP/2.0', 'HTTP/9.9', 'HTTP', '']

export function brokenRequest(seed: number): Buffer {
  const next = random(seed)
  const of = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T
  if (next() < 0.05) return Buffer.from(Array.from({ length: 200 }, () => Math.floor(next() * 256)))
  // Most are broken in one place: those that are in many get no further than Node's parser.
  const method = next() < 0.7 ? of(['GET', 'POST']) : of(methods)
  const lines = [`${method} ${of(targets)} ${next() < 0.9 ? 'HTTP/1.1' : of(versions)}`]
  if (next() < 0.95) lines.push(`Host: ${next() < 0.7 ? '127.0.0.1' : of(hosts)}`)
  for (let count = Math.floor(next() * 3); count > 0; count--) lines.push(of(headers))
  if (method === 'POST' && next() < 0.7) lines.push('Origin: http://127.0.0.1')
  // Behind a GET it would be a second request, which is broken before the first is answered.
  const body = method === 'GET' && next() < 0.9 ? '' : of(bodies)
  if (method === 'POST' && next() < 0.7) lines.push(`Content-Length: ${Buffer.byteLength(body)}`)
  const text = `${lines.join(next() < 0.9 ? '\r\n' : '\n')}\r\n\r\n${body}`
  const bytes = Buffer.from(text, next() < 0.5 ? 'utf8' : 'latin1')
  // Some of them break off in the middle.
  return next() < 0.2 ? bytes.subarray(0, Math.floor(next() * bytes.length)) : bytes
}
