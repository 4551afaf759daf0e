/** Writes planned files, all of them or none: first beside their places, then each is moved to its own. */
import { mkdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { CommandError } from '../command.ts'
import { projectFolder } from './resource.ts'
import type { PlannedFile } from './resource.ts'

/** @throws CommandError where a file is there by now, or was changed since it was read */
export async function writePlan(files: readonly PlannedFile[]): Promise<void> {
  const steps = files.map((file) => {
    const place = path.join(projectFolder, file.path)
    return { ...file, place, temporary: `${place}.${process.pid}.new` }
  })
  const folders: string[] = []
  const moved: typeof steps = []
  try {
    for (const { place, temporary, text } of steps) {
      const made = await mkdir(path.dirname(place), { recursive: true })
      if (made !== undefined) folders.push(made)
      await writeFile(temporary, text, { flag: 'wx' })
    }
    for (const step of steps) {
      const now = await readFile(step.place, 'utf8').catch(() => undefined)
      if (now !== step.before) throw new CommandError(`${step.path} has just been changed: try again`)
      await rename(step.temporary, step.place)
      moved.push(step)
    }
  } catch (error) {
    for (const { place, before } of moved)
      await (before === undefined ? rm(place, { force: true }) : writeFile(place, before))
    for (const { temporary } of steps) await rm(temporary, { force: true })
    // Only those that this call has made, and nothing else has been put into.
    for (const folder of folders.reverse()) await rmdir(folder).catch(() => undefined)
    throw error
  }
}
