import type { Command } from 'commander'
import { locateInstallation } from '#core/config/installation.ts'
import type { MaintenanceRequest } from '#core/services/databaseMaintenance.ts'
import type { DatabaseStatus } from '#shared/domain/connection.ts'
import { globalOptions, launchSettings } from '../../commandContext.ts'
import { formatFacts } from '../../table.ts'

/** The database that --db, the environment or Settings name. */
export async function databaseRequest(command: Command): Promise<MaintenanceRequest> {
  const { connection, password } = await launchSettings(globalOptions(command))
  return { connection, password, appVersion: locateInstallation().version }
}

export function describeStatus({ label, dialect, serverVersion, state, applied, pending, unknown }: DatabaseStatus): string {
  return formatFacts([
    ['Database', label],
    ['Engine', `${dialect} ${serverVersion}`],
    ['State', state.replaceAll('_', ' ')],
    ['Applied', String(applied.length)],
    ['Pending', pending.length === 0 ? 'none' : pending.join(', ')],
    ...(unknown.length === 0 ? [] : [['Unknown', unknown.join(', ')] as const]),
  ])
}
