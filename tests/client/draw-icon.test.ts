/** Icons that scripts draw are those of the pages. */
import { expect, test } from 'vitest'
import { drawnShapes } from '../../src/client/draw-icon.ts'
import { iconShapes } from '../../src/ui/icon-shapes.ts'

test('an icon drawn by a script has the shape it has on the page', () => {
  expect(iconShapes).toMatchObject(drawnShapes)
})
