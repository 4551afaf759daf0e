/**
 * People who sign in at a steady pace, as a process of its own: what they cost their browsers must not be counted as the
 * server's. `node --import tsx bench/sign-ins.ts ORIGIN SECONDS A_SECOND PASSWORD`; it prints how often each status came.
 */
import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

/** On a connection that is kept open, as a browser does it; `fetch` would add milliseconds of its own. */
export function signIn(origin: string, agent: Agent, username: string, password: string): Promise<number> {
  const headers = { origin, 'content-type': 'application/x-www-form-urlencoded' }
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const asked = request(`${origin}/login`, { method: 'POST', headers, agent }, (answer) => {
    answer.resume().on('end', () => resolve(answer.statusCode ?? 0))
  })
  asked.on('error', reject)
  asked.end(new URLSearchParams({ username, password }).toString())
  return promise
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [origin = '', seconds = '', perSecond = '', password = ''] = process.argv.slice(2)
  const agent = new Agent({ keepAlive: true })
  const answers: Promise<number>[] = []
  // Begun in time, whether or not those before are done.
  for (let number = 0; number < Number(seconds) * Number(perSecond); number++) {
    answers.push(signIn(origin, agent, `pupil${2 + (number % 30)}`, password))
    await sleep(1000 / Number(perSecond))
  }
  const counts = Map.groupBy(await Promise.all(answers), (status) => status)
  console.log([...counts].map(([status, all]) => `${all.length} times ${status}`).join(', '))
  agent.destroy()
}
