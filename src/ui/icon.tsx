/** One of the project's icons. It says nothing by itself: the words beside it, or the label of its button, do. */
import { markup } from './markup.ts'
import { iconShapes, type IconName } from './icon-shapes.ts'

export interface IconProps {
  readonly name: IconName
  /** Edge length in pixels at normal text size; it grows with the text. */
  readonly size?: 16 | 20 | 24 | undefined
}

export function Icon({ name, size = 20 }: IconProps) {
  const kind = `icon icon-${size} icon-${name}`
  return markup`<svg class="${kind}" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="${iconShapes[name]}"></path></svg>`
}
