/** The page of results: a section for each part of the benchmark, of which those that were not measured stay as they were. */

export interface Section {
  heading: string
  /** Markdown without the heading. */
  text: string
}

/**
 * @param page as it was before; empty where there is none
 * @param head what stands before the sections, heading included
 * @param measured each takes the place of the section with its heading; new ones come last
 */
export function withSections(page: string, head: string, measured: readonly Section[]): string {
  const sections = new Map(sectionsIn(page).map(({ heading, text }) => [heading, text]))
  for (const { heading, text } of measured) sections.set(heading, text)
  const texts = [...sections].map(([heading, text]) => `## ${heading}\n\n${text.trim()}\n`)
  return [`${head.trim()}\n`, ...texts].join('\n')
}

function sectionsIn(page: string): Section[] {
  return page
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [heading = '', ...lines] = section.split(/\r?\n/)
      return { heading, text: lines.join('\n') }
    })
}
