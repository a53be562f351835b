import { AppError } from '#shared/domain/appError.ts'
import type { RunLedger } from '#shared/domain/ledger.ts'
import { type MetricRates, measurePath, type ReturnMetrics } from '../../metrics/computeReturnMetrics.ts'
import { presentValues, simpleReturns } from '../../metrics/equityPath.ts'

/** The last part of a run, measured as if it had begun there. */
export interface OutOfSample {
  /** Row of positions at whose close the segment begins. */
  readonly cutRow: number
  readonly firstTimeMs: number
  readonly lastTimeMs: number
  /** Number of returns in the segment. */
  readonly observations: number
  readonly metrics: ReturnMetrics
  /** 95 % confidence interval of the annual Sharpe ratio; null where it is undefined. */
  readonly sharpeInterval: { readonly lower: number; readonly upper: number } | null
  /** Trades entered after the cut and closed by the end. */
  readonly trades: number
}

/**
 * Cuts off the last `fraction` of a run's bars; returns start from the equity at the cut. A run that was ruined earlier
 * is cut at its last solvent bar, so that its ruin is in the evidence.
 * @throws AppError `invalid_input` when the run is too short.
 */
export function measureOutOfSample(ledger: RunLedger, fraction: number, rates: MetricRates): OutOfSample {
  const { time, equity } = ledger.positions
  const cutRow = Math.min(Math.floor(time.length * (1 - fraction)), lastSolventRow(equity))
  if (cutRow < 0 || time.length - cutRow < 3) {
    throw new AppError('invalid_input', `The run has ${time.length} bars, too few to set a part of them aside. Run it on more data.`)
  }
  const path = equity.slice(cutRow)
  const returns = simpleReturns(path)
  const metrics = measurePath({ path, returns, benchmark: null }, rates)
  const observations = presentValues(returns).length
  const firstTimeMs = time[cutRow]!
  return {
    cutRow,
    firstTimeMs,
    lastTimeMs: time[time.length - 1]!,
    observations,
    metrics,
    sharpeInterval: annualSharpeInterval(metrics),
    trades: ledger.trades.entryTime.filter((entry) => entry > firstTimeMs).length,
  }
}

/** The last row with equity above zero; -1 when there is none. */
function lastSolventRow(equity: Float64Array): number {
  return equity.findLastIndex((value) => value > 0)
}

function annualSharpeInterval({ sharpe_low, sharpe_high }: ReturnMetrics): OutOfSample['sharpeInterval'] {
  return sharpe_low.value === null || sharpe_high.value === null ? null : { lower: sharpe_low.value, upper: sharpe_high.value }
}
