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
  const made = plan.filter(({ before }) => before === undefined).map(({ path }) => path)
  const changed = plan.filter(({ before }) => before !== undefined).map(({ path }) => path)
  answer(flags, { name, one, many, made, changed, written: flags.dryRun !== true }, () =>
    [
      `One of the ${many} is called ${words.isGuess ? `"${one}": a guess, --one says another` : `"${one}"`}.`,
      ...made.map((path) => `${flags.dryRun ? 'would make' : 'made'}     ${path}`),
      ...changed.map((path) => `${flags.dryRun ? 'would change' : 'changed'}  ${path}`),
      ...(flags.dryRun
        ? ['Nothing was written.']
        : [
            `Members may read those that name them, staff may do all: the new revision says so, change it there.`,
            'Next: npx crowfoot db upgrade, then npm start',
          ]),
    ].join('\n'),
  )
}
