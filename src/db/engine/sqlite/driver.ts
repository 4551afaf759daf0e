/** Kysely's driver for one SQLite file: one connection, which its users lock one after the other. */
import type { DatabaseConnection, Driver, TransactionSettings } from 'kysely'
import type { DatabaseSync } from 'node:sqlite'
import { SqliteHandle, type ConnectionOptions } from './connection.ts'
import { Lock } from './lock.ts'
import { LockedConnection, type Shared } from './locked-connection.ts'

export interface SqliteDriverOptions extends ConnectionOptions {
  /** Opens a connection, each time to the same file: one for all, and one for each stream of rows while it lasts. */
  open: () => DatabaseSync
  /** The connection only reads: its transactions do not ask for the write lock. */
  readOnly?: boolean
  /** How long to wait while others write, in milliseconds (1500): who waits is told within two seconds. The event loop stays free. */
  busyWait?: number
}

export class SqliteDriver implements Driver {
  readonly #options: SqliteDriverOptions
  readonly #shared: SharedConnection
  /** Locked connections that are free again. Kysely prepares each one that it has not seen, which takes longer than a short query. */
  readonly #idle: LockedConnection[] = []

  constructor(options: SqliteDriverOptions) {
    this.#options = options
    this.#shared = new SharedConnection(options)
  }

  /** Opens the file at once, so that a wrong one is told at the start. */
  async init(): Promise<void> {
    this.#shared.open()
  }

  async acquireConnection(): Promise<LockedConnection> {
    const locked = this.#idle.pop() ?? new LockedConnection(this.#shared)
    if (this.#options.readOnly === true) return locked
    if (!locked.acquireNow()) await locked.acquire()
    return locked
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    const locked = lockedOf(connection)
    await locked.release()
    this.#idle.push(locked)
  }

  async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    await lockedOf(connection).begin(settings.accessMode === 'read only' || this.#options.readOnly === true)
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await lockedOf(connection).commit()
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await lockedOf(connection).rollback()
  }

  async savepoint(connection: DatabaseConnection, name: string): Promise<void> {
    await lockedOf(connection).savepoint(name)
  }

  async rollbackToSavepoint(connection: DatabaseConnection, name: string): Promise<void> {
    await lockedOf(connection).rollbackTo(name)
  }

  async releaseSavepoint(connection: DatabaseConnection, name: string): Promise<void> {
    await lockedOf(connection).releaseSavepoint(name)
  }

  async destroy(): Promise<void> {
    this.#shared.close()
  }
}

class SharedConnection implements Shared {
  readonly lock = new Lock()
  readonly busyWait: number
  readonly readOnly: boolean
  readonly #options: SqliteDriverOptions
  #connection: SqliteHandle | undefined
  #closed = false

  constructor(options: SqliteDriverOptions) {
    this.#options = options
    this.busyWait = options.busyWait ?? 1_500
    this.readOnly = options.readOnly ?? false
  }

  get connection(): SqliteHandle {
    return this.#connection ?? this.open()
  }

  get inTransaction(): boolean {
    return this.#connection?.inTransaction ?? false
  }

  open(): SqliteHandle {
    this.#connection = this.#connect()
    return this.#connection
  }

  openAnother(): SqliteHandle {
    return this.connection.inMemory ? this.connection : this.#connect()
  }

  discard(): void {
    this.#connection?.close()
    this.#connection = undefined
  }

  close(): void {
    this.#closed = true
    this.discard()
  }

  #connect(): SqliteHandle {
    if (this.#closed) throw new Error('The database is closed')
    const database = this.#options.open()
    // We wait ourselves (busy.ts): SQLite's own waiting would stop every request of this process.
    database.exec('pragma busy_timeout = 0')
    return new SqliteHandle(database, this.#options)
  }
}

function lockedOf(connection: DatabaseConnection): LockedConnection {
  if (connection instanceof LockedConnection) return connection
  throw new TypeError('This connection does not belong to the SQLite driver')
}
