/** Once before and once after all tests: a folder for the run's temporary files, removed at the end with its databases. */
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { dropDatabasesOf } from './server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the tests of this run may put files. Its last part names the run, and the run's databases. */
    runFolder: string
  }
}

/** Called by vitest; the function it returns is called when the last test is done. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'crowfoot-tests-'))
  project.provide('runFolder', folder)
  return async () => {
    await dropDatabasesOf(folder)
    // Windows gives a file free only a moment after its last reader has closed it.
    await rm(folder, { recursive: true, force: true, maxRetries: 10 })
  }
}
