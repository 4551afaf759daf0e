/** The history as a small graph of text, newest first: one line per revision, with the lines of descent beside it. */
import type { History } from './graph.ts'
import type { State } from './state.ts'

/** @param state where the database stands, where there is one */
export function drawHistory(history: History, state?: State): string[] {
  const lines: string[] = []
  /** For each line of descent, the revision that it leads down to. */
  let lanes: (string | null)[] = []
  for (const { id, follows, message } of history.revisions.toReversed()) {
    if (!lanes.includes(id)) lanes.push(id)
    const at = lanes.indexOf(id)
    const marks = marksOf(id, history, state)
    lines.push(`${drawLane(lanes, at)} ${id}  ${message}${marks}`)
    lanes = lanes.map((lane, i) => (lane === id ? (i === at ? (follows[0] ?? null) : null) : lane))
    for (const other of follows.slice(1)) if (!lanes.includes(other)) lanes.push(other)
    if (follows.length > 1) lines.push(drawBranch(lanes))
    // Two lines that lead to the same revision become one.
    const joined = lanes.map((lane, i) => (lane !== null && lanes.indexOf(lane) < i ? null : lane))
    while (joined.length > 0 && joined.at(-1) === null) joined.pop()
    if (joined.length < lanes.length && lanes.at(-1) !== null) lines.push(drawJoin(lanes))
    lanes = joined
  }
  return lines
}

/** The line below a merge: the last of its lines of descent goes off to the side. */
function drawBranch(lanes: readonly (string | null)[]): string {
  return `${drawLane(lanes.slice(0, -1), -1)}\\`
}

/** The line above a revision that two others follow: the last line of descent comes back to it. */
function drawJoin(lanes: readonly (string | null)[]): string {
  return `${drawLane(lanes.slice(0, -1), -1)}/`
}

function drawLane(lanes: readonly (string | null)[], at: number): string {
  return lanes.map((lane, i) => (i === at ? '*' : lane === null ? ' ' : '|')).join(' ')
}

function marksOf(id: string, history: History, state: State | undefined): string {
  const marks = [
    ...(state?.current.includes(id) ? ['current'] : []),
    ...(history.heads.some((head) => head.id === id) ? ['head'] : []),
    ...(state && !state.applied.includes(id) ? ['pending'] : []),
    ...(state?.edited.includes(id) ? ['edited since it was applied'] : []),
  ]
  return marks.length === 0 ? '' : `  (${marks.join(', ')})`
}
