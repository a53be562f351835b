import type { ApplicationOptions } from '../applicationContract.ts'
import type { RunEvents } from '../jobs/runEvents.ts'
import type { WorkerPool } from '../jobs/workerPool.ts'
import type { Workspace } from '../workspace.ts'
import { BacktestService } from './backtestService.ts'
import { type ConnectionServiceParts, createConnectionService } from './connectionService.ts'
import { createCsvExportService } from './csvExportService.ts'
import { createDatasetService } from './datasetService.ts'
import { createGateService } from './gateService.ts'
import { createOverviewService } from './overviewService.ts'
import type { Services } from './services.ts'
import { createStrategyService } from './strategyService.ts'
import { createSystemService } from './systemService.ts'

export interface ServiceParts extends Pick<ConnectionServiceParts, 'problem' | 'switchTo' | 'retry'> {
  readonly workspace: Workspace
  readonly options: ApplicationOptions
  readonly pool: WorkerPool
  readonly events: RunEvents
}

/** The use cases over one open workspace. */
export function createServices({ workspace, options, pool, events, problem, switchTo, retry }: ServiceParts): Services {
  const { database, queue } = workspace
  const { now, sampleFile } = options
  const backtests = new BacktestService({ db: database, queue, pool, events, now })
  return {
    strategies: createStrategyService(database, now),
    datasets: createDatasetService({ db: database, pool, now, sampleFile }),
    backtests,
    gates: createGateService({ db: database, pool, now }),
    overview: createOverviewService(database),
    connections: createConnectionService({ database, problem, switchTo, retry, appVersion: options.appVersion, now }),
    csvExports: createCsvExportService(database, backtests),
    system: createSystemService(options, database, pool),
  }
}
