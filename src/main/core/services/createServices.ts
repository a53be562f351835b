import type { ApplicationOptions } from '../applicationContract.ts'
import { forkProcess } from '../jobs/freshProcess.ts'
import type { RunEvents } from '../jobs/runEvents.ts'
import type { WorkerPool } from '../jobs/workerPool.ts'
import type { Workspace } from '../workspace.ts'
import { createApprovalService } from './approvalService.ts'
import { createAuditService } from './auditService.ts'
import { BacktestService } from './backtestService.ts'
import { createComparisonService } from './comparison/comparisonService.ts'
import { type ConnectionServiceParts, createConnectionService } from './connectionService.ts'
import { createCsvExportService } from './csvExportService.ts'
import { createDatasetService } from './datasetService.ts'
import { createEvidenceService } from './evidence/evidenceService.ts'
import { createExportService } from './exportService.ts'
import { createGateService, type GateService } from './gateService.ts'
import { createHoldoutService } from './holdoutService.ts'
import { createImprovementService } from './improvement/improvementService.ts'
import { createOverviewService } from './overviewService.ts'
import { PipelineService } from './pipeline/pipelineService.ts'
import { createPolicyService } from './policyService.ts'
import type { ProfileService } from './profileService.ts'
import { createReadinessService } from './readinessService.ts'
import { createReviewService } from './reviewService.ts'
import { RobustnessService } from './robustnessService.ts'
import type { Services } from './services.ts'
import { createStrategyService } from './strategyService.ts'
import { SweepService } from './sweepService.ts'
import { createSystemService } from './systemService.ts'
import { createTransferDesk, type TransferDeskParts } from './transfers/transferDesk.ts'
import { createTrialService } from './trialService.ts'
import type { UploadStore } from './uploads.ts'
import { ValidationService } from './validationService.ts'
import { createWaiverService } from './waiverService.ts'

export interface ServiceParts extends Pick<ConnectionServiceParts, 'problem' | 'switchTo' | 'retry'> {
  readonly workspace: Workspace
  readonly options: ApplicationOptions
  readonly pool: WorkerPool
  readonly events: RunEvents
  readonly uploads: UploadStore
  readonly profiles: ProfileService
  readonly transfers: Pick<TransferDeskParts, 'jobs' | 'files' | 'schedules'>
}

/** The use cases over one open workspace. */
export function createServices(parts: ServiceParts): Services {
  const { workspace, options, pool, events, profiles } = parts
  const { database, queue } = workspace
  const { now, sampleFile } = options
  const backtests = new BacktestService({ db: database, queue, pool, events, now })
  const validations = new ValidationService({ db: database, queue: workspace.validationQueue, events, now })
  const sweepParts = { queue: workspace.sweepQueue, running: workspace.runningSweeps }
  const sweeps = new SweepService({ db: database, backtests, ...sweepParts, pool, events, now })
  const datasets = createDatasetService({ db: database, pool, uploads: parts.uploads, now, sampleFile })
  const tables = { backtests, datasets, validations, sweeps }
  const csvExports = createCsvExportService({ db: database, ...tables, now, appVersion: options.appVersion })
  const strategies = createStrategyService(database, now)
  const gates = createGates(parts)
  const stages = { strategies, backtests, sweeps, validations, gates }
  workspace.pipelineStaff.arrive(stages)
  return {
    strategies,
    datasets,
    backtests,
    validations,
    robustness: new RobustnessService({ db: database, queue: workspace.robustnessQueue, events, now }),
    sweeps,
    trials: createTrialService(database, now),
    gates,
    improvements: createImprovementService({ db: database, pool, now }),
    pipelines: new PipelineService({ db: database, queue: workspace.pipelineQueue, stages, events, now }),
    policies: createPolicyService({ db: database, pool, now }),
    readiness: createReadinessService(database, now),
    audit: createAuditService(database),
    approvals: createApprovalService(database, now),
    waivers: createWaiverService(database, now),
    reviews: createReviewService(database, now),
    holdouts: createHoldoutService(database, now),
    evidence: createEvidenceService({ db: database, pool, now, appVersion: options.appVersion }),
    overview: createOverviewService(database, now),
    comparison: createComparisonService(database),
    connections: createConnectionService({ ...parts, database, fileProblem: workspace.fileProblem, appVersion: options.appVersion, now }),
    profiles,
    transfers: createTransferDesk({
      ...parts.transfers,
      inUse: { connection: database.connection, password: workspace.password },
      profiles,
      dataDirectory: options.dataDirectory,
      appVersion: options.appVersion,
      osUser: options.osUser ?? 'unknown',
      host: options.host,
      now,
    }),
    csvExports,
    exports: createExportService({
      ...{ db: database, backtests, csvExports, now, appVersion: options.appVersion },
      desktop: options.desktopFiles ?? null,
    }),
    system: createSystemService({ options, database, password: workspace.password, pool }),
  }
}

function createGates({ workspace, options, pool, problem }: ServiceParts): GateService {
  return createGateService({
    db: workspace.database,
    pool,
    workerUrl: options.workerUrl,
    startProcess: options.startProcess ?? forkProcess,
    platform: `${process.platform}-${process.arch}`,
    isFallback: () => problem() !== null,
    appVersion: options.appVersion,
    now: options.now,
  })
}
