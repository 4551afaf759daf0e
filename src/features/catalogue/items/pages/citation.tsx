/** How an item is cited, in the styles that are asked for most, each to be copied. */
import { domain } from '../../../../domain.ts'
import { apa } from '../../../../rules/citations/apa.ts'
import { bibtex } from '../../../../rules/citations/bibtex.ts'
import { mla } from '../../../../rules/citations/mla.ts'
import type { CitedWork } from '../../../../rules/citations/work.ts'
import { CodeBlock } from '../../../../ui/code-block.tsx'

const styles = [
  { id: 'cite-apa', name: 'APA', cite: apa },
  { id: 'cite-mla', name: 'MLA', cite: mla },
]

export function Citation({ work }: { work: CitedWork }) {
  return (
    <section class="section citation" aria-labelledby="cite">
      <div class="section-head">
        <h2 id="cite">{`Cite this ${domain.item.one}`}</h2>
      </div>
      <div class="stack">
        {styles.map(({ id, name, cite }) => (
          <div class="citation-style">
            <h3 class="label">{name}</h3>
            <p id={id} dir="auto">
              {cite(work)}
            </p>
            <copy-button for={id} label={`Copy in the style of ${name}`} />
          </div>
        ))}
        <CodeBlock code={bibtex(work)} title="BibTeX" id="cite-bibtex" />
      </div>
    </section>
  )
}
