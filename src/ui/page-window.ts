/** Which page numbers to show beside each other, pure arithmetic for `<Pagination>`. */

/**
 * The numbers to show for `page` of `pages`: the first, the last, the current and its neighbours; `null` is a gap.
 * A gap of a single page is filled with that page, for the number takes no more room than the gap.
 */
export function pageWindow(page: number, pages: number): (number | null)[] {
  const wanted = [1, page - 1, page, page + 1, pages].filter((each) => each >= 1 && each <= pages)
  const sorted = [...new Set(wanted)].sort((a, b) => a - b)
  const shown: (number | null)[] = []
  for (const each of sorted) {
    const last = shown.at(-1)
    if (typeof last === 'number' && each - last === 2) shown.push(each - 1)
    else if (typeof last === 'number' && each - last > 2) shown.push(null)
    shown.push(each)
  }
  return shown
}
