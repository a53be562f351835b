import type { Command } from 'commander'
import { locateInstallation } from '#core/config/installation.ts'
import type { MaintenanceRequest } from '#core/services/databaseMaintenance.ts'
import type { DatabaseStatus } from '#shared/domain/connection.ts'
import { globalOptions, launchSettings, present } from '../commandContext.ts'
import { formatFacts } from '../table.ts'
import type { Terminal } from '../terminal.ts'

const EXAMPLE = `
Examples:
  $ aurelius db status --db postgresql://quant@db.example.org/research
  $ aurelius db migrate --db ./research.sqlite

A password may stand in the URL or in DB_PASSWORD; it is never shown.`

export function addDatabaseCommand(program: Command, terminal: Terminal): void {
  const database = program.command('db').description('Look at the database, or bring its schema up to date.').addHelpText('after', EXAMPLE)

  database
    .command('status')
    .description('Say which database it is and whether its schema is up to date; changes nothing.')
    .action(async (_options: unknown, command: Command) => {
      const { readDatabaseStatus } = await loadMaintenance()
      const status = await readDatabaseStatus(await maintenanceRequest(command))
      present(command, terminal, { json: status, text: describeStatus(status) })
    })

  database
    .command('migrate')
    .description('Apply pending schema changes, all or nothing.')
    .action(async (_options: unknown, command: Command) => {
      const { migrateDatabase } = await loadMaintenance()
      const outcome = await migrateDatabase(await maintenanceRequest(command))
      const done = outcome.migrated.length === 0 ? 'nothing to do' : outcome.migrated.join(', ')
      present(command, terminal, { json: outcome, text: `${formatFacts([['Applied now', done]])}${describeStatus(outcome.status)}` })
    })
}

const loadMaintenance = () => import('#core/services/databaseMaintenance.ts')

async function maintenanceRequest(command: Command): Promise<MaintenanceRequest> {
  const { connection, password } = await launchSettings(globalOptions(command))
  return { connection, password, appVersion: locateInstallation().version }
}

function describeStatus({ label, dialect, serverVersion, state, applied, pending, unknown }: DatabaseStatus): string {
  return formatFacts([
    ['Database', label],
    ['Engine', `${dialect} ${serverVersion}`],
    ['State', state.replaceAll('_', ' ')],
    ['Applied', String(applied.length)],
    ['Pending', pending.length === 0 ? 'none' : pending.join(', ')],
    ...(unknown.length === 0 ? [] : [['Unknown', unknown.join(', ')] as const]),
  ])
}
