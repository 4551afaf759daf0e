/** A client that behaves, in a thread of its own: what the caller does meanwhile does not count as time that it waited. */
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'

export interface Asked {
  /** Of each answer, in milliseconds. */
  times: number[]
  /** Answers that were not 200, or did not come. */
  failed: number
}

/** Asks for an address, and again as soon as it has come, until the returned function is called. */
export function askAgainAndAgain(address: string): () => Promise<Asked> {
  const worker = new Worker(new URL(import.meta.url), { workerData: address })
  return async () => {
    worker.postMessage('end')
    const [asked] = (await once(worker, 'message')) as [Asked]
    return asked
  }
}

async function ask(address: string): Promise<void> {
  const asked: Asked = { times: [], failed: 0 }
  let ended = false
  parentPort?.once('message', () => (ended = true))
  while (!ended) {
    const began = performance.now()
    try {
      const answer = await fetch(address)
      await answer.arrayBuffer()
      if (answer.status !== 200) asked.failed++
    } catch {
      asked.failed++
    }
    asked.times.push(performance.now() - began)
    await sleep(5)
  }
  parentPort?.postMessage(asked)
}

if (!isMainThread) await ask(workerData as string)
