/** `crowfoot db`: brings the database from one revision to another, looks before it does, and knows the way back. */
import { Command } from 'commander'
import { resetCommand, restoreCommand, snapshotCommand } from './db/keeping.ts'
import { checkCommand, currentCommand, headsCommand, historyCommand, sqlCommand } from './db/looking.ts'
import { downgradeCommand, rehearseCommand, stampCommand, upgradeCommand } from './db/running.ts'
import { mergeCommand, revisionCommand } from './db/writing.ts'

export function dbCommand(): Command {
  const command = new Command('db').description('Looks after the tables: revisions, rehearsals, snapshots.')
  const subcommands = [
    ...[upgradeCommand(), downgradeCommand(), rehearseCommand(), revisionCommand(), mergeCommand()],
    ...[currentCommand(), historyCommand(), headsCommand(), checkCommand(), sqlCommand(), stampCommand()],
    ...[snapshotCommand(), restoreCommand(), resetCommand()],
  ]
  for (const subcommand of subcommands) command.addCommand(subcommand)
  return command
}
