/** What every command has in common: exit codes, where messages go, and how a wrong call is answered. */
import { Command } from 'commander'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { answer, CommandError, UsageError, withJson } from '../../src/cli/command.ts'
import { run } from '../../src/cli/run.ts'

let out: string
let err: string

beforeEach(() => {
  out = ''
  err = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += text.toString()), true))
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((err += text.toString()), true))
})
afterEach(() => vi.restoreAllMocks())

/** A small program with one group, as crowfoot has them. */
function program(): Command {
  const box = new Command('box').description('Looks after boxes.')
  withJson(box.command('open').description('Open it.').argument('<name>')).action((name: string, options) => {
    if (name === 'stuck') throw new CommandError('The box is stuck. Oil it.\nA second line.')
    if (name === 'dark') throw new AggregateError([new Error('connect ECONNREFUSED 127.0.0.1:1')])
    if (name.startsWith('E'))
      throw Object.assign(new Error(`${name}: no, open '/x'`), { code: name, syscall: 'open', path: '/x' })
    if (name === '-') throw new UsageError('A box needs a name.', box)
    answer(options, { opened: name }, () => `Opened ${name}.`)
  })
  return new Command('crowfoot').addCommand(box)
}

it('exits with 0 when it is done, with the answer on standard output', async () => {
  expect(await run(program(), ['box', 'open', 'red'])).toBe(0)
  expect([out, err]).toEqual(['Opened red.\n', ''])
})

it('prints JSON and nothing else where that was asked for', async () => {
  expect(await run(program(), ['box', 'open', 'red', '--json'])).toBe(0)
  expect(JSON.parse(out)).toEqual({ opened: 'red' })
  expect(err).toBe('')
})

it('exits with 1 and one line on standard error when it could not', async () => {
  expect(await run(program(), ['box', 'open', 'stuck'])).toBe(1)
  expect([out, err]).toEqual(['', 'crowfoot: The box is stuck. Oil it.\n'])
})

it('has words for an error that has none of its own', async () => {
  expect(await run(program(), ['box', 'open', 'dark'])).toBe(1)
  expect(err).toBe('crowfoot: connect ECONNREFUSED 127.0.0.1:1\n')
})

it.each([
  ['EACCES', 'this account may not open /x: check its permissions and those of its folder'],
  ['EROFS', '/x is on a disk that cannot be written: name another place'],
  ['ENOSPC', 'the disk is full: make room and try again'],
  ['EMFILE', "EMFILE: no, open '/x'"],
])('says in plain words what the system says: %s', async (code, says) => {
  expect(await run(program(), ['box', 'open', code])).toBe(1)
  expect(err).toBe(`crowfoot: ${says}\n`)
})

it.each([
  [['box', 'open'], "missing required argument 'name'"],
  [['box', 'open', 'red', '--jsom'], 'Did you mean --json?'],
  [['box', 'open', 'red', 'blue'], 'too many arguments'],
  [['box', 'open', ''], "the argument 'name' is empty"],
  [['box', 'open', ' '], "the argument 'name' is empty"],
  [['box', 'opne', 'red'], 'Did you mean open?'],
  [['bax'], 'Did you mean box?'],
  [['box', 'open', '-'], 'A box needs a name.'],
])('exits with 2 and the usage when it was called wrongly: %j', async (args, message) => {
  expect(await run(program(), args)).toBe(2)
  expect(out).toBe('')
  expect(err).toMatch(/^crowfoot: /)
  expect(err).toContain(message)
  expect(err).toContain('Usage: crowfoot')
})

it('shows the help of a group that is called alone, as a wrong call', async () => {
  expect(await run(program(), ['box'])).toBe(2)
  expect(err).toContain('Usage: crowfoot box')
  expect(err).toContain('Open it.')
})

it('takes the word help as it takes --help', async () => {
  expect(await run(program(), ['help', 'box'])).toBe(0)
  expect(out).toContain('Usage: crowfoot box')
  expect(await run(program(), ['box', 'help', 'open'])).toBe(0)
  expect(out).toContain('Usage: crowfoot box open')
  expect(await run(program(), ['help', 'nonsense'])).toBe(2)
})

it('exits with 0 for --help, which goes to standard output', async () => {
  expect(await run(program(), ['box', 'open', '--help'])).toBe(0)
  expect(out).toContain('Usage: crowfoot box open')
  expect(err).toBe('')
})
