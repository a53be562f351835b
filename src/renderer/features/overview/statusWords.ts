import type { RunStatus } from '#shared/domain/backtest.ts'
import type { StrategyStatus } from '#shared/domain/strategy.ts'

/** Lifecycle states in the order of the evidence's path, as people read them. */
export const STRATEGY_STATUS_WORDS: Readonly<Record<StrategyStatus, string>> = {
  draft: 'Draft',
  dev: 'Dev',
  crv: 'CRV',
  product: 'Product',
  approved: 'Approved',
  archived: 'Archived',
}

/** Run states, live ones first. */
export const RUN_STATUS_WORDS: Readonly<Record<RunStatus, string>> = {
  running: 'Running',
  pending: 'Pending',
  completed: 'Completed',
  failed: 'Failed',
  interrupted: 'Interrupted',
  cancelled: 'Cancelled',
}
