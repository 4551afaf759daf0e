/** Takes from a page of Markdown what the documentation tests look at: code, links and headings. */

/** All code of a page, one line each: the lines of its blocks, and the spans between backticks. */
export function codeIn(page: string): string[] {
  const blocks = [...page.matchAll(/^(```+|~~~+).*\n([\s\S]*?)^\1/gm)].flatMap((match) =>
    (match[2] ?? '').split('\n'),
  )
  const prose = page.replaceAll(/^(```+|~~~+).*\n[\s\S]*?^\1.*$/gm, '')
  const spans = [...prose.matchAll(/(`+)([^`]+?)\1/g)].map((match) => (match[2] ?? '').replaceAll('\n', ' '))
  return [...blocks, ...spans].map((line) => line.trim()).filter((line) => line !== '')
}

/** The targets of a page's links and images, without those that lead to other sites. */
export function linksIn(page: string): string[] {
  const prose = page.replaceAll(/^(```+|~~~+).*\n[\s\S]*?^\1.*$/gm, '').replaceAll(/`[^`]+`/g, '')
  const targets = [
    ...[...prose.matchAll(/\]\(<?([^)>\s]+)>?(?:\s+"[^"]*")?\)/g)].map((match) => match[1] ?? ''),
    ...[...prose.matchAll(/^\[[^\]]+\]:\s+(\S+)/gm)].map((match) => match[1] ?? ''),
    ...[...prose.matchAll(/\s(?:src|srcset|href)="([^"]+)"/g)].map((match) => match[1] ?? ''),
  ]
  return targets.filter((target) => !/^[a-z][a-z0-9+.-]*:/i.test(target))
}

/** The anchors that GitHub gives the headings of a page, and those written by hand. */
export function anchorsIn(page: string): string[] {
  const prose = page.replaceAll(/^(```+|~~~+).*\n[\s\S]*?^\1.*$/gm, '')
  const seen = new Map<string, number>()
  const headings = [...prose.matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)].map((match) => {
    const slug = (match[1] ?? '')
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
      .replaceAll(' ', '-')
    const count = seen.get(slug) ?? 0
    seen.set(slug, count + 1)
    return count === 0 ? slug : `${slug}-${count}`
  })
  return [...headings, ...[...prose.matchAll(/\s(?:id|name)="([^"]+)"/g)].map((match) => match[1] ?? '')]
}

/** The part of a page under one heading, up to the next heading of the same or a higher level. */
export function section(page: string, heading: string): string {
  const lines = page.split('\n')
  const start = lines.findIndex((line) => /^#+ /.test(line) && line.replace(/^#+ /, '').trim() === heading)
  if (start === -1) return ''
  const level = /^#+/.exec(lines[start] ?? '')?.[0].length ?? 1
  const length = lines.slice(start + 1).findIndex((line) => new RegExp(`^#{1,${level}} `).test(line))
  return lines.slice(start, length === -1 ? undefined : start + 1 + length).join('\n')
}

/** The first cell of each row of the tables in a text, as written. */
export function firstCells(text: string): string[] {
  const rows = text.split('\n').filter((line) => line.startsWith('|'))
  return rows.map((row) => row.split(/(?<!\\)\|/)[1]?.trim() ?? '').filter((cell) => !/^-*:?-*$/.test(cell))
}
