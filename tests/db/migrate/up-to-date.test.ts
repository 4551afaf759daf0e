/** Whether there is something to migrate, as the start of the application asks it. */
import { expect, it } from 'vitest'
import { isUpToDate } from '../../../src/db/migrate/up-to-date.ts'
import { forEachEngine } from '../../setup/database.ts'

forEachEngine(
  (database) => {
    it('a database at the newest revision is up to date', async () => {
      expect(await isUpToDate(database().db)).toBe(true)
    })

    it('one that lacks a revision is not', async () => {
      await database()
        .em()
        .execute(`delete from crowfoot_revisions where id = (select max(id) from crowfoot_revisions)`)
      expect(await isUpToDate(database().db)).toBe(false)
    })

    it('one with a revision that this copy of the project does not have is not', async () => {
      await database()
        .em()
        .execute(
          `update crowfoot_revisions set id = '9999_later' where id = (select min(id) from crowfoot_revisions)`,
        )
      expect(await isUpToDate(database().db)).toBe(false)
    })
  },
  { each: true },
)
