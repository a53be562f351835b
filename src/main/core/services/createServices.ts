import type { ApplicationOptions } from '../applicationContract.ts'
import type { RunEvents } from '../jobs/runEvents.ts'
import type { WorkerPool } from '../jobs/workerPool.ts'
import type { Workspace } from '../workspace.ts'
import { createAuditService } from './auditService.ts'
import { BacktestService } from './backtestService.ts'
import { createComparisonService } from './comparison/comparisonService.ts'
import { type ConnectionServiceParts, createConnectionService } from './connectionService.ts'
import { createCsvExportService } from './csvExportService.ts'
import { createDatasetService } from './datasetService.ts'
import { createGateService } from './gateService.ts'
import { createOverviewService } from './overviewService.ts'
import type { ProfileService } from './profileService.ts'
import type { Services } from './services.ts'
import { createStrategyService } from './strategyService.ts'
import { createSystemService } from './systemService.ts'
import { createTransferDesk, type TransferDeskParts } from './transfers/transferDesk.ts'
import { ValidationService } from './validationService.ts'

export interface ServiceParts extends Pick<ConnectionServiceParts, 'problem' | 'switchTo' | 'retry'> {
  readonly workspace: Workspace
  readonly options: ApplicationOptions
  readonly pool: WorkerPool
  readonly events: RunEvents
  readonly profiles: ProfileService
  readonly transfers: Pick<TransferDeskParts, 'jobs' | 'files' | 'schedules'>
}

/** The use cases over one open workspace. */
export function createServices(parts: ServiceParts): Services {
  const { workspace, options, pool, events, profiles } = parts
  const { database, queue } = workspace
  const { now, sampleFile } = options
  const backtests = new BacktestService({ db: database, queue, pool, events, now })
  return {
    strategies: createStrategyService(database, now),
    datasets: createDatasetService({ db: database, pool, now, sampleFile }),
    backtests,
    validations: new ValidationService({ db: database, queue: workspace.validationQueue, events, now }),
    gates: createGateService({ db: database, pool, now }),
    audit: createAuditService(database),
    overview: createOverviewService(database),
    comparison: createComparisonService(database),
    connections: createConnectionService({ ...parts, database, fileProblem: workspace.fileProblem, appVersion: options.appVersion, now }),
    profiles,
    transfers: createTransferDesk({
      ...parts.transfers,
      inUse: { connection: database.connection, password: workspace.password },
      passwordFor: profiles.passwordFor,
      dataDirectory: options.dataDirectory,
      appVersion: options.appVersion,
      now,
    }),
    csvExports: createCsvExportService(database, backtests),
    system: createSystemService(options, database, pool),
  }
}
