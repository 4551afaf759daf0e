/** The progress bar: where it shows, and what. */
import { beforeEach, expect, it } from 'vitest'
import { progress, type Terminal } from '../../src/cli/progress.ts'

let written: string[]
let time: number
const terminal: Terminal = { isTTY: true, write: (text) => written.push(text) }
const now = () => time

beforeEach(() => {
  written = []
  time = 0
})

it('writes nothing where the output is not a terminal', () => {
  const bar = progress('Copying', 10, { ...terminal, isTTY: false }, now)
  time = 60_000
  bar.at(5)
  bar.end()
  expect(written).toEqual([])
})

it('writes nothing for what is done within a second', () => {
  const bar = progress('Copying', 10, terminal, now)
  time = 999
  bar.at(9)
  bar.end()
  expect(written).toEqual([])
})

it('shows how much is done, ten times a second at most, and takes itself away', () => {
  const bar = progress('Copying', 2000, terminal, now)
  time = 1000
  bar.at(500)
  bar.at(501)
  time = 1100
  bar.at(2000)
  bar.end()
  expect(written).toEqual([
    '\r\u001B[2KCopying [======                  ] 25%  500 of 2,000',
    '\r\u001B[2KCopying [========================] 100%  2,000 of 2,000',
    '\r\u001B[2K',
  ])
})

it('counts where it is not known how much there is', () => {
  const bar = progress('Reading', undefined, terminal, now)
  time = 2000
  bar.at(14_928)
  expect(written).toEqual(['\r\u001B[2KReading 14,928'])
})
