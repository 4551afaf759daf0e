/** The few icons that only scripts draw; their shapes are those of src/ui/icon-shapes.ts, and a test keeps them equal. */

const shapes = {
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM12 2.5v2.5M12 19v2.5M2.5 12H5M19 12h2.5M5.3 5.3 7 7M17 17l1.7 1.7M18.7 5.3 17 7M7 17l-1.7 1.7',
  moon: 'M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10Z',
  system: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM12 3.5v17M12 8l5-2.5M12 12l8-4M12 16l8-4M12 20l6-3',
  copy: 'M8.5 8.5h11v11h-11ZM15.5 8.5v-4h-11v11h4',
  check: 'M4.5 12.5 10 18 19.5 6.5',
} as const

export const drawnShapes: Readonly<Record<string, string>> = shapes

const svg = 'http://www.w3.org/2000/svg'

/** An icon as an element, hidden from screen readers like all icons. */
export function drawIcon(name: keyof typeof shapes): SVGSVGElement {
  const icon = document.createElementNS(svg, 'svg')
  icon.setAttribute('class', 'icon')
  icon.setAttribute('viewBox', '0 0 24 24')
  icon.setAttribute('aria-hidden', 'true')
  const path = document.createElementNS(svg, 'path')
  path.setAttribute('d', shapes[name])
  icon.append(path)
  return icon
}
