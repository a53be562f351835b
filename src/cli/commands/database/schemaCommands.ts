import type { Command } from 'commander'
import { globalOptions, present, withApplication } from '../../commandContext.ts'
import { formatFacts, formatTable } from '../../table.ts'
import type { Terminal } from '../../terminal.ts'
import { databaseRequest, describeStatus } from './databaseRequest.ts'

const loadMaintenance = () => import('#core/services/databaseMaintenance.ts')

/** Commands that look at the schema, bring it up to date, or give it something to start with. */
export function addSchemaCommands(database: Command, terminal: Terminal): void {
  database
    .command('status')
    .description('Say which database it is and whether its schema is up to date; changes nothing.')
    .action(async (_options: unknown, command: Command) => {
      const { readDatabaseStatus } = await loadMaintenance()
      const status = await readDatabaseStatus(await databaseRequest(command))
      present(command, terminal, { json: status, text: describeStatus(status) })
    })

  database
    .command('check')
    .description('Look at connection, integrity, schema and references; changes nothing. The exit code is 0 only when all is well.')
    .action((_options: unknown, command: Command) => checkDatabase(command, terminal))

  database
    .command('init')
    .description('Make the tables in a new SQLite file or an empty database.')
    .action((_options: unknown, command: Command) => migrateDatabase(command, terminal))

  database
    .command('migrate')
    .description('Apply pending schema changes, all or nothing.')
    .action((_options: unknown, command: Command) => migrateDatabase(command, terminal))

  database
    .command('seed-sample')
    .description('Import the daily S&P 500, 2000-2020, unless it is there already.')
    .action(async (_options: unknown, command: Command) => {
      const dataset = await withApplication({ options: globalOptions(command), terminal }, ({ client }) => client.datasets.importSample())
      const { id, name, symbol, barCount } = dataset
      const text = formatFacts([
        ['ID', id],
        ['Name', name],
        ['Symbol', symbol],
        ['Bars', String(barCount)],
      ])
      present(command, terminal, { json: dataset, text })
    })
}

async function migrateDatabase(command: Command, terminal: Terminal): Promise<void> {
  const maintenance = await loadMaintenance()
  const outcome = await maintenance.migrateDatabase(await databaseRequest(command))
  const done = outcome.migrated.length === 0 ? 'nothing to do' : outcome.migrated.join(', ')
  present(command, terminal, { json: outcome, text: `${formatFacts([['Applied now', done]])}${describeStatus(outcome.status)}` })
}

async function checkDatabase(command: Command, terminal: Terminal): Promise<void> {
  const service = await import('#core/services/databaseCheck.ts')
  const result = await service.checkDatabase(await databaseRequest(command))
  const text = formatTable(result.findings, [
    { title: 'CHECK', cell: ({ check }) => check },
    { title: 'STATE', cell: ({ state }) => state },
    { title: 'FINDING', cell: ({ message }) => message },
  ])
  present(command, terminal, { json: result, text })
  if (!result.ok) process.exitCode = 1
}
