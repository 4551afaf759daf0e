/** The log: one JSON object a line, on standard error, so that standard output stays for people and programs. */
import { pino } from 'pino'
import type { DestinationStream, Logger } from 'pino'
import { withoutPassword } from '../config.ts'
import type { Config } from '../config.ts'

/** @param destination where the lines go; standard error, but for tests */
export function createLog(
  config: Pick<Config, 'logLevel'>,
  destination: DestinationStream = pino.destination(2),
): Logger {
  return pino(
    {
      level: config.logLevel,
      base: null,
      timestamp: isoTime,
      serializers: { err: describeError },
    },
    destination,
  )
}

let second = NaN
let beginning = ''

/** The moment in ISO 8601, as a member of the line. Its beginning is the same for a whole second, and written once. */
function isoTime(): string {
  const moment = Date.now()
  if (Math.floor(moment / 1000) !== second) {
    second = Math.floor(moment / 1000)
    beginning = new Date(second * 1000).toISOString().slice(0, -4)
  }
  return `,"time":"${beginning}${String(moment - second * 1000).padStart(3, '0')}Z"`
}

/** Of an error's properties these are kept. PostgreSQL's carry the row that broke a rule as well, private notes included. */
const kept = ['code', 'errcode', 'errstr', 'severity', 'schema', 'table', 'column', 'constraint', 'status']

function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return typeof error
  const message = withoutSecrets(withoutDetail(error.message).slice(0, longestMessage))
  return {
    type: error.name,
    message,
    stack: `${error.name}: ${message}\n${framesOf(error)}`,
    ...Object.fromEntries(Object.entries(error).filter(([key]) => kept.includes(key))),
    ...(error.cause !== undefined && { cause: describeError(error.cause) }),
  }
}

/** A message may hold what a client sent, which may be a million letters. */
const longestMessage = 10_000

/** Libraries name the address that they could not reach. */
function withoutSecrets(message: string): string {
  return message.replace(/\b[a-z]{2,12}:\/\/\S+/gi, withoutPassword)
}

/** MikroORM puts the row behind the message. */
function withoutDetail(message: string): string {
  return message.replace(/\n - (detail|hint): .*$/s, '')
}

/** The places in the code alone: a stack begins with its message. */
function framesOf({ stack = '' }: Error): string {
  return stack
    .split('\n')
    .filter((line) => /^ {4}at .+:\d+:\d+\)?$/.test(line))
    .join('\n')
}
