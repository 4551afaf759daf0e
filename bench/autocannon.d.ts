/** As much of autocannon as the benchmark uses; the package has no types of its own. */
declare module 'autocannon' {
  interface Options {
    url: string
    connections: number
    /** Seconds. */
    duration: number
    headers?: Record<string, string>
    /** Told each connection before it begins. */
    setupClient?: (client: Client) => void
    /** Requests a second over all connections. */
    overallRate?: number
  }
  interface Client {
    setRequests(requests: readonly { method: string; path: string; headers: Record<string, string> }[]): void
  }
  interface Result {
    errors: number
    non2xx: number
    /** Requests that were answered. */
    '2xx': number
    /** Seconds. */
    duration: number
  }
  interface Run extends PromiseLike<Result> {
    on(
      event: 'response',
      listener: (client: unknown, status: number, bytes: number, milliseconds: number) => void,
    ): void
  }
  export default function autocannon(options: Options): Run
}
