import type { StrategyStatus } from '#shared/domain/strategy.ts'
import type { StrategyType } from '#shared/domain/strategyType.ts'

const TYPE_NAMES: Readonly<Record<StrategyType, string>> = {
  trend_following: 'Trend following',
  mean_reversion: 'Mean reversion',
  ts_momentum: 'Time-series momentum',
  pairs_trading: 'Pairs trading',
  stat_arb: 'Statistical arbitrage',
  volatility_trading: 'Volatility trading',
  market_neutral: 'Market neutral',
  ml_classifier: 'Machine-learning classifier',
  breakout: 'Breakout',
  carry: 'Carry',
  rules: 'Rules',
  unrecognised: 'Unrecognised',
}

/** Every family, for filters. */
export const NAMED_TYPES = Object.keys(TYPE_NAMES) as StrategyType[]

const STATUS_NAMES: Readonly<Record<StrategyStatus, string>> = {
  draft: 'Draft',
  dev: 'Dev',
  crv: 'CRV',
  product: 'Product',
  approved: 'Approved',
  archived: 'Archived',
}

/** The family in words, also for families this build cannot run. */
export function nameOfType(type: StrategyType): string {
  return TYPE_NAMES[type]
}

/** The step of the lifecycle in a word. */
export function nameOfStatus(status: StrategyStatus): string {
  return STATUS_NAMES[status]
}
