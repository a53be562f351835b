import type { TradeColumns } from '#shared/domain/ledger.ts'
import type { Parameters } from '#shared/domain/strategyType.ts'
import { type MetricRates, measurePath } from '../metrics/computeReturnMetrics.ts'
import { equityPathOf, simpleReturns } from '../metrics/equityPath.ts'
import type { BarRange } from './planFolds.ts'

/** One run of one parameter set on a range of bars; it begins flat, with the initial cash. */
export interface TrialRun {
  readonly initialCash: number
  /** Equity at the close of every bar of the range. */
  readonly equity: Float64Array
  /** Closed trades; bars count from the first bar of the data. */
  readonly trades: TradeColumns
  /** Positions still open at the end; they are marked to the last close. */
  readonly openTrades: number
  /** Bars since the oldest of them was entered; 0 when there is none. */
  readonly longestOpenBars: number
}

/** What a trial is judged by; annual, fractions, null = undefined. */
export interface TrialScore {
  readonly sharpe: number | null
  readonly totalReturn: number | null
  readonly cagr: number | null
  /** 0 or negative. */
  readonly maxDrawdown: number | null
  readonly trades: number
}

/**
 * Whatever runs trials: a simulator, a sweep kernel, a test. It must not look at a row at or beyond `range.end`; rows
 * before `range.from` are there to warm indicators up and never enter a result.
 */
export interface TrialRunner {
  readonly runTrial: (parameters: Parameters, range: BarRange) => TrialRun
  /** Scores of many parameter sets on one range, in their order: the figures of `scoreRun(runTrial(...))`, up to rounding. */
  readonly scoreTrials: (parameterSets: readonly Parameters[], range: BarRange) => readonly TrialScore[]
}

export function scoreRun(
  { equity, initialCash, trades }: Pick<TrialRun, 'equity' | 'initialCash' | 'trades'>,
  rates: MetricRates,
): TrialScore {
  return { ...scorePath(equityPathOf(equity, initialCash), rates), trades: trades.pnl.length }
}

/** Scores an equity path, E_0 first. */
export function scorePath(path: Float64Array, rates: MetricRates): Omit<TrialScore, 'trades'> {
  const metrics = measurePath({ path, returns: simpleReturns(path), benchmark: null }, rates)
  return {
    sharpe: metrics.sharpe_ratio.value,
    totalReturn: metrics.total_return.value,
    cagr: metrics.cagr.value,
    maxDrawdown: metrics.max_drawdown.value,
  }
}
