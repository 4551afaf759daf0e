/** The history as a graph: which revision follows which, in what order they run, and which one a person means. */
import { MigrationError } from '../core/errors.ts'
import type { Revision } from '../core/revision.ts'

export class History {
  /** In an order in which they can run: each after those it follows, and otherwise by name. */
  readonly revisions: readonly Revision[]
  readonly #byId: ReadonlyMap<string, Revision>

  /** @throws MigrationError when a revision follows one that no file has, or itself by a detour */
  constructor(revisions: readonly Revision[]) {
    this.#byId = new Map(revisions.map((revision) => [revision.id, revision]))
    this.revisions = sortedByDescent(revisions, this.#byId)
  }

  get(id: string): Revision | undefined {
    return this.#byId.get(id)
  }

  /** The revisions that none follows: one, unless two people worked side by side. */
  get heads(): Revision[] {
    return headsOf(this.revisions)
  }

  /** The revision meant by an id or the beginning of one. @throws MigrationError when none or several are meant */
  find(name: string): Revision {
    const exact = this.#byId.get(name)
    if (exact) return exact
    const found = name === '' ? [] : this.revisions.filter((revision) => revision.id.startsWith(name))
    const [first, second] = found
    if (!first) throw new MigrationError(`there is no revision "${name}": see npx crowfoot db history`)
    if (second)
      throw new MigrationError(`"${name}" means several revisions: ${found.map(({ id }) => id).join(', ')}`)
    return first
  }

  /** The revision and everything it builds on. */
  withAncestors(revision: Revision): Set<string> {
    const found = new Set<string>()
    const open = [revision.id]
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (found.has(id)) continue
      found.add(id)
      open.push(...(this.#byId.get(id)?.follows ?? []))
    }
    return found
  }

  /** Everything that builds on the revision, without itself. */
  descendants(revision: Revision): Set<string> {
    const found = new Set([revision.id])
    for (const { id, follows } of this.revisions) {
      if (follows.some((before) => found.has(before))) found.add(id)
    }
    found.delete(revision.id)
    return found
  }
}

/** The last of these: those that no other of them follows. */
export function headsOf(revisions: readonly Revision[]): Revision[] {
  const followed = new Set(revisions.flatMap(({ follows }) => follows))
  return revisions.filter(({ id }) => !followed.has(id))
}

function sortedByDescent(revisions: readonly Revision[], byId: ReadonlyMap<string, Revision>): Revision[] {
  const ordered: Revision[] = []
  const done = new Set<string>()
  const path: string[] = []
  const visit = (revision: Revision) => {
    if (done.has(revision.id)) return
    if (path.includes(revision.id))
      throw new MigrationError(
        `revisions follow each other in a circle: ${[...path, revision.id].join(' -> ')}`,
      )
    path.push(revision.id)
    for (const before of revision.follows) visit(required(before, revision, byId))
    path.pop()
    done.add(revision.id)
    ordered.push(revision)
  }
  for (const revision of revisions.toSorted((a, b) => (a.id < b.id ? -1 : 1))) visit(revision)
  return ordered
}

function required(id: string, after: Revision, byId: ReadonlyMap<string, Revision>): Revision {
  const found = byId.get(id)
  if (!found)
    throw new MigrationError(
      `revision ${after.id} follows "${id}", and there is no such file in the migrations folder`,
    )
  return found
}
