/** One of the project's icons. It says nothing by itself: the words beside it, or the label of its button, do. */
import { iconShapes, type IconName } from './icon-shapes.ts'

export interface IconProps {
  readonly name: IconName
  /** Edge length in pixels at normal text size; it grows with the text. */
  readonly size?: 16 | 20 | 24 | undefined
}

export function Icon({ name, size = 20 }: IconProps) {
  return (
    <svg class={`icon icon-${size} icon-${name}`} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={iconShapes[name]} />
    </svg>
  )
}
