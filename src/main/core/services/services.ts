import type { ApprovalService } from './approvalService.ts'
import type { AuditService } from './auditService.ts'
import type { BacktestService } from './backtestService.ts'
import type { ComparisonService } from './comparison/comparisonService.ts'
import type { ConnectionService } from './connectionService.ts'
import type { CsvExportService } from './csvExportService.ts'
import type { DatasetService } from './datasetService.ts'
import type { EvidenceService } from './evidence/evidenceService.ts'
import type { ExportService } from './exportService.ts'
import type { GateService } from './gateService.ts'
import type { HoldoutService } from './holdoutService.ts'
import type { ImprovementService } from './improvement/improvementService.ts'
import type { OverviewService } from './overviewService.ts'
import type { PipelineService } from './pipeline/pipelineService.ts'
import type { PolicyService } from './policyService.ts'
import type { ProfileService } from './profileService.ts'
import type { ReadinessService } from './readinessService.ts'
import type { ReviewService } from './reviewService.ts'
import type { RobustnessService } from './robustnessService.ts'
import type { StrategyService } from './strategyService.ts'
import type { SweepService } from './sweepService.ts'
import type { SystemService } from './systemService.ts'
import type { TransferDesk } from './transfers/transferDesk.ts'
import type { TrialService } from './trialService.ts'
import type { ValidationService } from './validationService.ts'
import type { WaiverService } from './waiverService.ts'

/** Every use case of the application, one service per noun. */
export interface Services {
  readonly strategies: StrategyService
  readonly datasets: DatasetService
  readonly backtests: BacktestService
  readonly validations: ValidationService
  readonly robustness: RobustnessService
  readonly sweeps: SweepService
  readonly trials: TrialService
  readonly gates: GateService
  readonly improvements: ImprovementService
  readonly pipelines: PipelineService
  readonly policies: PolicyService
  readonly readiness: ReadinessService
  readonly audit: AuditService
  readonly approvals: ApprovalService
  readonly waivers: WaiverService
  readonly reviews: ReviewService
  readonly holdouts: HoldoutService
  readonly evidence: EvidenceService
  readonly overview: OverviewService
  readonly comparison: ComparisonService
  readonly connections: ConnectionService
  readonly profiles: ProfileService
  readonly transfers: TransferDesk
  readonly csvExports: CsvExportService
  readonly exports: ExportService
  readonly system: SystemService
}
