/** `crowfoot data`: brings items in from a CSV file, takes them out again, and loads the sample catalogue. */
import { stat } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { Command, Option } from 'commander'
import type { Database } from '../db/engine/connection.ts'
import { counted } from '../rules/words.ts'
import { declaration } from '../declared.ts'
import { domain } from '../domain.ts'
import type { LeftOut, CellProblem } from '../features/transfer/commands.ts'
import { duplicateChoices, exportFormats } from '../features/transfer/forms.ts'
import type { ExportFormat, OnDuplicate } from '../features/transfer/forms.ts'
import { readableFields } from '../security/rights/policy.ts'
import { operator } from '../security/rights/viewer.ts'
import { answer, CommandError, UsageError, withDatabase, withJson } from './command.ts'
import type { JsonOption } from './command.ts'
import { countRefused, jsonOf, linesOf, refusalOf, sentenceOf, textOf } from './import-text.ts'
import { destinationOf } from './output-file.ts'
import type { Destination } from './output-file.ts'
import { progress } from './progress.ts'

export function dataCommand(): Command {
  return new Command('data')
    .description(`Brings ${domain.item.many} in and takes them out.`)
    .addCommand(importCommand())
    .addCommand(exportCommand())
    .addCommand(sampleCommand())
}

interface ImportFlags extends JsonOption {
  dryRun?: boolean
  onDuplicate?: OnDuplicate
}

function importCommand(): Command {
  return withJson(new Command('import'))
    .description(`Adds the ${domain.item.many} of a CSV file: all of them or, if a row is refused, none.`)
    .argument('<file>', 'CSV in UTF-8 whose first line names its columns, such as title,item_type')
    .option('--dry-run', 'say what would be done, and import nothing')
    .addOption(
      new Option(
        '--on-duplicate <choice>',
        `what to do with a row whose ${domain.item.one} exists; without it, what was in the catalogue before is skipped, and two rows that differ but share an identifier are refused`,
      ).choices(duplicateChoices),
    )
    .action(importItems)
}

async function importItems(file: string, flags: ImportFlags): Promise<void> {
  const { importFile } = await import('../features/transfer/commands.ts')
  const { size } = await stat(file).catch(() => ({ size: 0 }))
  const bar = progress('Importing (bytes)', size || undefined)
  const problems: CellProblem[] = []
  const leftOut: LeftOut[] = []
  const refused = countRefused()
  const onProblem = (problem: CellProblem) => {
    refused.add(problem)
    if (flags.json === true) problems.push(problem)
    else process.stdout.write(`${sentenceOf(problem)}\n`)
  }
  const report = await withDatabase(
    (database) =>
      importFile(database, file, {
        dryRun: flags.dryRun === true,
        onDuplicate: flags.onDuplicate,
        actor: operator,
        onProblem,
        onLeftOut: (row) => leftOut.push(row),
        onProgress: (bytes) => bar.at(bytes),
      }),
    'create',
  ).finally(() => bar.end())
  const dryRun = flags.dryRun === true
  if (flags.json === true)
    for (const piece of jsonOf({ ...report, dryRun, problems, leftOut })) process.stdout.write(piece)
  else if (report.refused === 0)
    process.stdout.write(`${[textOf(report, flags), ...linesOf(leftOut)].join('\n')}\n`)
  if (report.refused > 0) {
    if (flags.json !== true) process.stdout.write(`${refused.text()}\n`)
    throw new CommandError(refusalOf(report, flags))
  }
}

function exportCommand(): Command {
  return withJson(new Command('export'))
    .description(
      `Writes all ${domain.item.many}, private fields included, to a file. A new one can be read by its owner alone.`,
    )
    .argument(
      '<file>',
      'the file to write, or - for standard output; an existing one is replaced at the end, and keeps its mode',
    )
    .addOption(
      new Option(
        '--format <format>',
        'csv, which `import` reads, or jsonl for other programs: a JSON value on each line',
      )
        .choices(exportFormats)
        .default('csv'),
    )
    .action(exportItems)
}

async function exportItems(
  file: string,
  flags: JsonOption & { format: ExportFormat },
  command: Command,
): Promise<void> {
  const destination = await destinationOf(file)
  if (destination.isStandardOutput && flags.json === true)
    throw new UsageError(
      'the export itself goes to standard output: leave --json out, or name a file',
      command,
    )
  const count = await withDatabase((database) => writeExport(database, destination, flags.format))
  if (destination.isStandardOutput) return
  answer(flags, { file, items: count }, () => `${counted(count, domain.item)} written to ${file}.`)
}

async function writeExport(
  database: Database,
  destination: Destination,
  format: ExportFormat,
): Promise<number> {
  const { readEverything } = await import('../features/transfer/queries.ts')
  const { exportText } = await import('../features/transfer/forms/text.ts')
  const bar = progress('Exporting')
  let count = 0
  async function* counting() {
    for await (const items of readEverything(database, operator)) {
      yield items
      bar.at((count += items.length))
    }
  }
  try {
    await destination.write(
      Readable.from(exportText(counting(), { format, fields: readableFields(operator) })),
    )
  } finally {
    bar.end()
  }
  return count
}

function sampleCommand(): Command {
  return withJson(new Command('sample'))
    .description(
      `Adds one of the sample catalogues; ${domain.item.many} that are there already are left as they are.`,
    )
    .argument('[preset]', 'which sample', declaration.sample)
    .action(addSampleItems)
}

async function addSampleItems(preset: string, flags: JsonOption): Promise<void> {
  const { addSample } = await import('../features/transfer/commands.ts')
  const { writerOf } = await import('../db/engine/writer.ts')
  const { transaction } = await import('../security/rights/transaction.ts')
  const { listSamples, readSample } = await import('../features/transfer/queries.ts')
  const { projectRoot } = await import('../config.ts')
  const { updateStatistics } = await import('../db/engine/statistics.ts')
  const folder = path.join(projectRoot, 'samples')
  const samples = await listSamples(folder)
  if (!samples.includes(preset)) {
    throw new CommandError(`there is no sample "${preset}": take ${samples.join(', ')}`)
  }
  const sample = await readSample(path.join(folder, preset))
  const added = await withDatabase(async (database) => {
    const count = await transaction(database.em(), operator, 'import.run', ({ db }) =>
      addSample(writerOf(db), database.engine, sample, operator),
    )
    await updateStatistics(database)
    return count
  }, 'create')
  answer(flags, { sample: preset, added }, () => `${counted(added, domain.item)} added.`)
}
