/** Wraps each connection of a Kysely dialect once, when it is first acquired. */
import type { DatabaseConnection, Dialect, Driver } from 'kysely'

/** @param wrap replaces methods of the connection, which stays the one that its driver knows */
export function wrappedDialect(dialect: Dialect, wrap: (connection: DatabaseConnection) => void): Dialect {
  return {
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createDriver: () => wrappedDriver(dialect.createDriver(), wrap),
  }
}

function wrappedDriver(driver: Driver, wrap: (connection: DatabaseConnection) => void): Driver {
  const acquire = driver.acquireConnection.bind(driver)
  const wrapped = new WeakSet<DatabaseConnection>()
  driver.acquireConnection = async (options) => {
    const connection = await acquire(options)
    if (!wrapped.has(connection)) {
      wrapped.add(connection)
      wrap(connection)
    }
    return connection
  }
  return driver
}
