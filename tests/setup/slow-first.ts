/** The order of the test files: those that take longest begin first, for one that began last would keep all waiting. */
import path from 'node:path'
import type { TestSpecification } from 'vitest/node'
import { BaseSequencer } from 'vitest/node'

/** Those that take a quarter of a minute or more, the longest first; all others follow, the largest first. */
const slow = [
  'tests/cli/make.test.ts',
  'tests/presets/words.test.ts',
  'tests/cli/adapt/walks.test.ts',
  'tests/db/migrate/rehearse/changes.test.ts',
  'tests/db/migrate/guides.test.ts',
  'tests/db/migrate/processes.test.ts',
  'tests/db/migrate/models.test.ts',
  'tests/fields/declared.test.ts',
  'tests/security/passwords/throttle.test.ts',
  'tests/server.test.ts',
  'tests/fields/declaration.test.ts',
  'tests/db/migrate/values.test.ts',
  'tests/db/engine/sqlite/heavy.test.ts',
]

export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const index = slow.findIndex((file) => path.resolve(moduleId) === path.join(this.ctx.config.root, file))
      return index === -1 ? slow.length : index
    }
    return (await super.sort(files)).sort((a, b) => place(a) - place(b))
  }
}
