/** The commands of `crowfoot`, put together: one file per group. */
import { Command } from 'commander'
import packageJson from '../../package.json' with { type: 'json' }
import { adaptCommand } from './adapt.ts'
import { dataCommand } from './data.ts'
import { dbCommand } from './db.ts'
import { makeCommand } from './make.ts'
import { searchCommand } from './search.ts'
import { userCommand } from './user.ts'

const examples = `
Examples:
  npx crowfoot db upgrade                        bring the database up to the newest revision
  npx crowfoot data import books.csv --dry-run   say what the file would bring in
  npx crowfoot user list                         list the accounts
  npx crowfoot db --help                         what else there is for the database

Settings come from the environment and from .env: see .env.example.
Each command exits with 0 when it did what was asked, 1 when it could not, 2 when it was called wrongly.`

/** The whole program, ready for `run`. */
export function createProgram(): Command {
  return new Command('npx crowfoot')
    .usage('COMMAND')
    .description('Looks after a Crowfoot catalogue from the command line.')
    .version(packageJson.version, '--version', 'print the version')
    .addHelpText('after', examples)
    .addCommand(dbCommand())
    .addCommand(dataCommand())
    .addCommand(userCommand())
    .addCommand(searchCommand())
    .addCommand(adaptCommand())
    .addCommand(makeCommand())
}
