/** `crowfoot make`: writes what a new part of the project needs. */
import { Command } from 'commander'
import { chosenPreset } from '../config/preset.ts'
import { answer, CommandError, UsageError, withJson } from './command.ts'
import type { JsonOption } from './command.ts'
import { wordsOf } from './make/words.ts'

interface ResourceFlags extends JsonOption {
  one?: string
  plural?: string
  dryRun?: boolean
}

const help = `
Kinds of fields: text, longText, integer, decimal, money(EUR), rating, year, date, dateTime, 'choice(open,done)', yesNo, link,
person (an account), item, 'lookup(creators)'. With ! at its end a field is required. Brackets need quotation marks.

Example:
  npx crowfoot make resource loans item:item! user:person! due:date! returned:date`

export function makeCommand(): Command {
  return new Command('make')
    .description('Writes what a new part of the project needs.')
    .addCommand(resourceCommand())
}

function resourceCommand(): Command {
  return withJson(new Command('resource'))
    .description(
      'Adds a table of your own beside the items: its pages, model, permissions, revision and tests.',
    )
    .argument('<name>', 'the table and its address, in the plural: loans, reading_lists')
    .argument('<fields...>', 'what is known of one: due:date, or due:date! where it is required')
    .option('--one <word>', 'what one of them is called, where it cannot be guessed: person for people')
    .option('--plural <words>', 'what many are called, where it is not the name: "lists to read"')
    .option('--dry-run', 'list what would be written, and write nothing')
    .addHelpText('after', help)
    .action(makeResource)
}

async function makeResource(
  name: string,
  written: readonly string[],
  flags: ResourceFlags,
  command: Command,
): Promise<void> {
  const { readFields } = await import('./make/fields.ts')
  const preset = chosenPreset()
  if (preset !== undefined)
    throw new CommandError(
      `a trial of a preset has no tables of its own: npx crowfoot adapt ${preset} comes first`,
    )
  const words = wordsOf(name, flags)
  if (!words) throw new CommandError(`what is one of the ${name} called? Say it with --one WORD`)
  const fields = readFields(written, `${words.permission}.read`)
  if (typeof fields === 'string') throw new UsageError(fields, command)
  const { planResource } = await import('./make/resource.ts')
  const plan = await planResource(words, fields)
  const { writePlan } = await import('./make/write.ts')
  if (flags.dryRun !== true) await writePlan(plan)
  const { one, many } = words
  const pathsOf = (isNew: boolean) =>
    plan.filter(({ before }) => (before === undefined) === isNew).map(({ path }) => path)
  const result = {
    name,
    one,
    many,
    made: pathsOf(true),
    changed: pathsOf(false),
    written: flags.dryRun !== true,
  }
  answer(flags, result, () => textOf(result, words.isGuess))
}

interface Result {
  one: string
  many: string
  made: readonly string[]
  changed: readonly string[]
  /** False with --dry-run. */
  written: boolean
}

function textOf({ one, many, made, changed, written }: Result, isGuess: boolean): string {
  const [make, change] = written ? ['made    ', 'changed '] : ['would make    ', 'would change  ']
  const next = [
    'The new revision says what each role may do at first: change it there before it runs, or at /admin/roles.',
    'Next: npx crowfoot db upgrade, then npm start',
  ]
  return [
    `One of the ${many} is called "${one}"${isGuess ? ': a guess, --one says another' : ''}.`,
    ...made.map((path) => `${make} ${path}`),
    ...changed.map((path) => `${change} ${path}`),
    ...(written ? next : ['Nothing was written.']),
  ].join('\n')
}
