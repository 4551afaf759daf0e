/** What the application and its readers say to each other. All of it survives the way between two processes. */
import type { OpenOptions } from './open.ts'
import type { SqliteTable } from './rows.ts'

/** What a reader is told when it starts: which file, and how it opens it. */
export interface ReaderSettings {
  file: string
  open: OpenOptions
}

/**
 * A reader answers each request before it takes the next. Connection 0 is everybody's; any other belongs to one transaction.
 * A stream (`read`, then `next` until done, or `stop`) outside a transaction has a connection to itself, so that
 * nobody else goes on seeing the data as they were when it began.
 */
export type Request =
  | { do: 'run'; connection: number; sql: string; parameters: readonly unknown[] }
  | {
      do: 'read'
      connection: number
      cursor: number
      size: number
      sql: string
      parameters: readonly unknown[]
    }
  | { do: 'next'; cursor: number }
  | { do: 'stop'; cursor: number }
  | { do: 'begin'; connection: number }
  | { do: 'end'; connection: number }

export interface Portion extends SqliteTable {
  /** Nothing more will come. */
  done: boolean
}

export type Answer = Portion | { failure: Failure }

/** An error as it crosses from one process to the other: left to itself, it would lose all but its message. */
export interface Failure {
  name: string
  message: string
  stack: string
  code?: string
  errcode?: number
  errstr?: string
}
