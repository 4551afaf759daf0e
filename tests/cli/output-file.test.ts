/** Where a command writes: through links, into pipes and devices, and never more openly than before. */
import { execFile, spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { beforeEach, describe, expect, inject, it } from 'vitest'
import { destinationOf } from '../../src/cli/output-file.ts'

const { chmodSync, linkSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } = fs

let folder: string
let count = 0
beforeEach(() => {
  folder = path.join(inject('runFolder'), `output-${process.pid}-${++count}`)
  mkdirSync(folder)
})

const at = (name: string) => path.join(folder, name)
const modeOf = (name: string) => (statSync(at(name)).mode & 0o777).toString(8)

async function write(file: string, ...pieces: string[]): Promise<void> {
  await (await destinationOf(file)).write(Readable.from(pieces))
}

async function* breakingOff() {
  yield await Promise.resolve('half')
  throw new Error('the database went away')
}

it('replaces a file when all is written, and leaves it alone when that breaks off', async () => {
  writeFileSync(at('old.csv'), 'old')
  const destination = await destinationOf(at('old.csv'))
  await expect(destination.write(Readable.from(breakingOff()))).rejects.toThrow('went away')
  expect(readFileSync(at('old.csv'), 'utf8')).toBe('old')
  await write(at('old.csv'), 'a', 'b')
  expect(readFileSync(at('old.csv'), 'utf8')).toBe('ab')
  expect(readdirSync(folder)).toEqual(['old.csv'])
})

it('makes no folder and writes over none', async () => {
  await expect(destinationOf(at('no/x.csv'))).rejects.toThrow('there is no folder')
  await expect(destinationOf(folder)).rejects.toThrow('is a folder')
})

// Windows has neither these modes nor these kinds of files.
describe.skipIf(process.platform === 'win32')('where files have modes', () => {
  it('makes a new file for its owner alone', async () => {
    await write(at('new.csv'), 'private')
    expect(modeOf('new.csv')).toBe('600')
  })

  it.each(['600', '640', '644'])('keeps the mode %s of a file that is there', async (mode) => {
    writeFileSync(at('old.csv'), 'old')
    chmodSync(at('old.csv'), parseInt(mode, 8))
    await write(at('old.csv'), 'new')
    expect(modeOf('old.csv')).toBe(mode)
  })

  it('writes through a link, and through one that leads to nothing yet', async () => {
    writeFileSync(at('real.csv'), 'old', { mode: 0o640 })
    symlinkSync('real.csv', at('first.csv'))
    symlinkSync(at('first.csv'), at('second.csv'))
    await write(at('second.csv'), 'new')
    expect([readFileSync(at('real.csv'), 'utf8'), modeOf('real.csv')]).toEqual(['new', '640'])

    mkdirSync(at('elsewhere'))
    symlinkSync('elsewhere/made.csv', at('third.csv'))
    await write(at('third.csv'), 'made')
    expect(readFileSync(at('elsewhere/made.csv'), 'utf8')).toBe('made')
    expect(modeOf('elsewhere/made.csv')).toBe('600')
  })

  it('writes under all names of a file that has several', async () => {
    writeFileSync(at('one.csv'), 'old', { mode: 0o640 })
    linkSync(at('one.csv'), at('two.csv'))
    await write(at('two.csv'), 'new')
    expect([readFileSync(at('one.csv'), 'utf8'), modeOf('one.csv')]).toEqual(['new', '640'])
  })

  it('writes into a pipe, and leaves it one', async () => {
    await promisify(execFile)('mkfifo', [at('pipe')])
    const reader = spawn('cat', [at('pipe')])
    const read = reader.stdout.setEncoding('utf8').toArray() as Promise<string[]>
    await write(at('pipe'), 'a', 'b')
    expect((await read).join('')).toBe('ab')
    expect(statSync(at('pipe')).isFIFO()).toBe(true)
  })

  it('writes to a device, and leaves it one', async () => {
    await write('/dev/null', 'nothing')
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true)
  })
})
