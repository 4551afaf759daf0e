/** Keeps prepared statements, so that the same SQL is not parsed and planned again for every request. */
import type { DatabaseSync, StatementSync } from 'node:sqlite'

declare module 'node:sqlite' {
  interface StatementSync {
    /** Frees the statement at once, not when memory is next cleaned up. Node has it; its types do not know it yet. */
    close(): void
  }
}

export interface Statement {
  readonly sql: string
  readonly prepared: StatementSync
  /** Answers rows. A statement that only writes has no columns. */
  readonly reads: boolean
  /** The columns it answers; read anew each time where `*` makes them follow the table. */
  readonly names: readonly string[] | undefined
  isCached: boolean
}

/** Longer texts are not noted for a second use. None of our queries is longer than this, but an insert of many rows may be. */
const longestCached = 8_000

/**
 * The statements used last, at most `limit` of them. One that is in use is taken out and put back afterwards: who wants the
 * same SQL meanwhile gets another, and neither disturbs the other's rows.
 *
 * MikroORM sends each write as a text of its own, with the values inside. Such texts come once, and must not push out the
 * statements that every page uses: a text without parameters is cached only from its second use on.
 */
export class StatementCache {
  readonly #database: DatabaseSync
  readonly #limit: number
  readonly #onPrepare: ((sql: string) => void) | undefined
  readonly #cache = new Map<string, Statement>()
  readonly #usedOnce = new Set<string>()

  constructor(database: DatabaseSync, limit: number, onPrepare?: (sql: string) => void) {
    this.#database = database
    this.#limit = limit
    this.#onPrepare = onPrepare
  }

  take(sql: string): Statement {
    const cached = this.#cache.get(sql)
    if (!cached) return this.#prepare(sql)
    this.#cache.delete(sql)
    return cached
  }

  /** Gives a statement back. It is cached, as the one used last, or closed. */
  put(statement: Statement, hasParameters: boolean): void {
    const { sql, prepared } = statement
    statement.isCached ||= hasParameters || this.#isSecondUse(sql)
    if (statement.isCached && !this.#cache.has(sql)) this.#cache.set(sql, statement)
    else prepared.close()
    if (this.#cache.size > this.#limit) this.#dropOldest()
  }

  close(): void {
    for (const { prepared } of this.#cache.values()) prepared.close()
    this.#cache.clear()
    this.#usedOnce.clear()
  }

  #prepare(sql: string): Statement {
    this.#onPrepare?.(sql)
    const prepared = this.#database.prepare(sql)
    const rest = sql.slice(prepared.sourceSQL.length).replaceAll(comments, '')
    if (/[^\s;]/.test(rest)) {
      prepared.close()
      throw new SyntaxError(
        `One statement at a time: SQLite would ignore ${JSON.stringify(rest.trim().slice(0, 60))}`,
      )
    }
    prepared.setReadBigInts(true)
    prepared.setReturnArrays(true)
    const names = parameterNamesOf(prepared)
    return {
      sql,
      prepared,
      reads: names.length > 0,
      names: sql.includes('*') ? undefined : names,
      isCached: false,
    }
  }

  #isSecondUse(sql: string): boolean {
    if (this.#usedOnce.delete(sql)) return true
    if (sql.length > longestCached) return false
    this.#usedOnce.add(sql)
    if (this.#usedOnce.size > this.#limit) this.#usedOnce.delete(oldest(this.#usedOnce))
    return false
  }

  #dropOldest(): void {
    const sql = oldest(this.#cache)
    this.#cache.get(sql)?.prepared.close()
    this.#cache.delete(sql)
  }
}

export function parameterNamesOf(prepared: StatementSync): string[] {
  return prepared.columns().map((column) => column.name)
}

/** Like SQLite, which takes a comment that nobody closes to end with the text. */
const comments = /--[^\n]*|\/\*(?!$)[^]*?(?:\*\/|$)/g

/** A Map or Set keeps the order in which things were put in. */
function oldest(cache: Map<string, unknown> | Set<string>): string {
  return cache.keys().next().value ?? ''
}
