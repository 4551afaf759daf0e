/** The style sheet of the look that the domain chooses. The card catalogue, `drawers`, has none: the other sheets draw it. */
import { domain } from '../domain.ts'
import type { Home } from '../fields/home.ts'

/** Its path below `public/styles`. */
export function sheetOfLook({ look }: Pick<Home, 'look'> = domain.home): string | undefined {
  return look === 'drawers' ? undefined : `looks/${look.replace(' ', '-')}.css`
}
