import type { BacktestService } from './backtestService.ts'
import type { ConnectionService } from './connectionService.ts'
import type { CsvExportService } from './csvExportService.ts'
import type { DatasetService } from './datasetService.ts'
import type { GateService } from './gateService.ts'
import type { OverviewService } from './overviewService.ts'
import type { StrategyService } from './strategyService.ts'
import type { SystemService } from './systemService.ts'

/** Every use case of the application, one service per noun. */
export interface Services {
  readonly strategies: StrategyService
  readonly datasets: DatasetService
  readonly backtests: BacktestService
  readonly gates: GateService
  readonly overview: OverviewService
  readonly connections: ConnectionService
  readonly csvExports: CsvExportService
  readonly system: SystemService
}
