/** What is new to somebody, while a long transaction adds items that nobody can see yet. */
import { expect, it } from 'vitest'
import { writeItems } from '../../src/features/catalogue/items/commands/write.ts'
import { saveSearch, visitSearch } from '../../src/features/searches/commands.ts'
import { listSearches } from '../../src/features/searches/queries.ts'
import { transaction } from '../../src/security/rights/transaction.ts'
import { operator } from '../../src/security/rights/viewer.ts'
import type { Viewer } from '../../src/security/rights/viewer.ts'
import { findSession, startSession, viewerOf } from '../../src/security/sessions/session.ts'
import { forEachEngine } from '../setup/database.ts'
import { addPerson } from '../setup/people.ts'

forEachEngine(
  (database, engine) => {
    async function member(): Promise<Viewer> {
      const { id } = await addPerson(database(), 'member')
      const session = await findSession(database().db, await startSession(database().em(), id, ''))
      return viewerOf(session!, { teaching: true })
    }

    /** @param wait the transaction ends after this */
    const add = (title: string, wait: () => Promise<void> = () => Promise.resolve()) =>
      transaction(database().em(), operator, 'import.run', async ({ db }) => {
        const type = { name: 'Book', key: 'book' }
        const outcomes = await writeItems(db, [{ kind: 'create', values: { title, type } }], operator)
        await wait()
        return outcomes
      })

    // On SQLite one transaction writes at a time, so ids are seen in the order in which they are given.
    it.runIf(engine === 'postgresql')(
      'an import that ends after somebody has looked is new to them',
      async () => {
        await add('Tide Tables')
        const viewer = await member()
        const { id } = await saveSearch(database().em(), { name: 'Tides', address: 'q=tide' }, viewer)
        const fresh = async () => (await listSearches(database(), 1, viewer)).searches[0]?.fresh?.count

        const written = Promise.withResolvers<void>()
        const end = Promise.withResolvers<void>()
        const importing = add('Tide and Time', async () => {
          written.resolve()
          await end.promise
        })
        await written.promise
        await add('High Tide')
        expect(await fresh()).toBe(1)
        await visitSearch(database().em(), id, viewer)
        end.resolve()
        await importing
        // "High Tide" came after ids that were still open: rather twice than never.
        expect(await fresh()).toBe(2)
        await visitSearch(database().em(), id, viewer)
        expect(await fresh()).toBe(0)
      },
    )
  },
  { needsRealServer: true },
)
