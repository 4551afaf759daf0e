/** A theme that was chosen is kept, and a browser that keeps nothing still works. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { chooseTheme, chosenTheme } from '../../src/client/theme.ts'

const kept = new Map<string, string>()
const dataset: Record<string, string> = {}

beforeEach(() => {
  kept.clear()
  vi.stubGlobal('document', { documentElement: { dataset } })
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  })
})

afterEach(() => {
  vi.unstubAllGlobals()
})

test('a chosen theme is shown and kept; choosing none follows the system again', () => {
  chooseTheme('dark')
  expect(dataset['theme']).toBe('dark')
  expect(chosenTheme()).toBe('dark')
  chooseTheme(undefined)
  expect(dataset['theme']).toBeUndefined()
  expect(chosenTheme()).toBeUndefined()
})

test('a kept word that is no theme counts as none', () => {
  kept.set('theme', 'sepia')
  expect(chosenTheme()).toBeUndefined()
})

test('where nothing can be kept the theme is still shown', () => {
  const refuse = () => {
    throw new Error('no storage')
  }
  vi.stubGlobal('localStorage', { getItem: refuse, setItem: refuse, removeItem: refuse })
  chooseTheme('light')
  expect(dataset['theme']).toBe('light')
  expect(chosenTheme()).toBeUndefined()
})
