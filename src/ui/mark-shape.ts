/** The shape of the mark as lines on a grid of 32 by 32, for pages and for the icons. */

/** Upright: the line, a toe on either side, and the bar that makes it "one or many". */
export const markLines: readonly (readonly [x1: number, y1: number, x2: number, y2: number])[] = [
  [16, 3, 16, 30],
  [5, 3, 16, 18],
  [27, 3, 16, 18],
  [9.5, 24, 22.5, 24],
]
export const markPath = markLines.map(([x1, y1, x2, y2]) => `M${x1} ${y1}L${x2} ${y2}`).join('')
