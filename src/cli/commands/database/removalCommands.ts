import type { Command } from 'commander'
import type { RemovalRequest } from '#core/services/databaseLifecycle.ts'
import { present } from '../../commandContext.ts'
import { formatFacts } from '../../table.ts'
import type { Terminal } from '../../terminal.ts'
import { databaseRequest, describeStatus } from './databaseRequest.ts'

interface RemovalOptions {
  readonly yes: boolean
}

const CONFIRM = ['--yes', 'delete without asking; without it, say what would be lost and stop'] as const

const loadLifecycle = () => import('#core/services/databaseLifecycle.ts')

async function removalRequest({ yes }: RemovalOptions, command: Command): Promise<RemovalRequest> {
  return { ...(await databaseRequest(command)), confirmed: yes }
}

/** Commands that delete; each wants --yes. */
export function addRemovalCommands(database: Command, terminal: Terminal): void {
  database
    .command('rollback')
    .description('Take back the newest schema change, with the data it brought.')
    .option(...CONFIRM, false)
    .action(async (options: RemovalOptions, command: Command) => {
      const { rollbackDatabase } = await loadLifecycle()
      const outcome = await rollbackDatabase(await removalRequest(options, command))
      const text = `${formatFacts([['Taken back', outcome.rolledBack ?? 'nothing']])}${describeStatus(outcome.status)}`
      present(command, terminal, { json: outcome, text })
    })

  database
    .command('drop')
    .description('Delete the workspace: all its tables, and the SQLite file when nothing else is in it.')
    .option(...CONFIRM, false)
    .action(async (options: RemovalOptions, command: Command) => {
      const { dropDatabase } = await loadLifecycle()
      const removal = await dropDatabase(await removalRequest(options, command))
      present(command, terminal, { json: removal, text: `Dropped ${removal.label}.\n` })
    })

  database
    .command('reset')
    .description('Delete everything in the workspace and make its tables anew.')
    .option(...CONFIRM, false)
    .action(async (options: RemovalOptions, command: Command) => {
      const { resetDatabase } = await loadLifecycle()
      const removal = await resetDatabase(await removalRequest(options, command))
      present(command, terminal, { json: removal, text: describeStatus(removal.status) })
    })
}
