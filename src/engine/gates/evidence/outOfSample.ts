import { AppError } from '#shared/domain/appError.ts'
import { type MetricRates, measurePath, type ReturnMetrics } from '../../metrics/computeReturnMetrics.ts'
import { presentValues, simpleReturns } from '../../metrics/equityPath.ts'
import type { StoredWalkForward } from '../crvSubject.ts'

/** The stitched out-of-sample curve of a walk-forward, measured. */
export interface OutOfSample {
  readonly firstTimeMs: number
  readonly lastTimeMs: number
  /** Number of returns. */
  readonly observations: number
  readonly windows: number
  readonly metrics: ReturnMetrics
  /** 95% confidence interval of the annual Sharpe ratio; null where it is undefined. */
  readonly sharpeInterval: { readonly lower: number; readonly upper: number } | null
  /** Mean of the worst 5% of days, a fraction; bars of one day are taken together. null without returns. */
  readonly dailyShortfall: number | null
  /** Closed trades of all windows. */
  readonly trades: number
}

type StitchedRecord = Pick<StoredWalkForward, 'equity' | 'trades'> & { readonly windows: { readonly length: number } }

/** @throws AppError `invalid_input` when the curve is too short to measure. */
export function measureOutOfSample({ equity: columns, trades, windows }: StitchedRecord, rates: MetricRates): OutOfSample {
  const { time, equity } = columns
  if (time === undefined || equity === undefined || equity.length < 3) {
    throw new AppError('invalid_input', 'The stitched out-of-sample curve has fewer than three bars. Run a longer walk-forward.')
  }
  const returns = simpleReturns(equity)
  const metrics = measurePath({ path: equity, returns, benchmark: null }, rates)
  const { sharpe_low: low, sharpe_high: high } = metrics
  return {
    firstTimeMs: time[0]!,
    lastTimeMs: time[time.length - 1]!,
    observations: presentValues(returns).length,
    windows: windows.length,
    metrics,
    sharpeInterval: low.value === null || high.value === null ? null : { lower: low.value, upper: high.value },
    dailyShortfall: dailyShortfall(time, equity, rates),
    trades: trades['pnl']?.length ?? 0,
  }
}

const DAY_MS = 86_400_000

function dailyShortfall(time: Float64Array, equity: Float64Array, rates: MetricRates): number | null {
  const path = equity.filter((_, row) => row === equity.length - 1 || dayOf(time[row]!) !== dayOf(time[row + 1]!))
  if (path.length < 2) return null
  return measurePath({ path, returns: simpleReturns(path), benchmark: null }, rates).cvar_95.value
}

const dayOf = (instantMs: number) => Math.floor(instantMs / DAY_MS)
