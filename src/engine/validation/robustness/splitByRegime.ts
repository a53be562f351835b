import { rollingStd } from '../../indicators/rollingStd.ts'
import { sma } from '../../indicators/sma.ts'
import { computeReturnMetrics, type MetricRates } from '../../metrics/computeReturnMetrics.ts'
import { simpleReturns } from '../../metrics/equityPath.ts'
import { quantile } from '../../metrics/tails.ts'

export const REGIMES = ['rising_calm', 'rising_turbulent', 'falling_calm', 'falling_turbulent'] as const
export type Regime = (typeof REGIMES)[number]

export interface RegimeBars {
  /** Bars of the moving average that tells rising from falling. */
  readonly trendBars: number
  /** Returns of the deviation that tells calm from turbulent. */
  readonly volatilityBars: number
}

/**
 * Regime of every bar, as an index into REGIMES; -1 until it is known. It goes by the bars before: rising = the last
 * close above its average; turbulent = the deviation of the last returns above its median over all bars. The median knows
 * the whole sample, so this describes history and must decide nothing.
 */
export function classifyRegimes(close: Float64Array, { trendBars, volatilityBars }: RegimeBars): Int8Array {
  if (close.length === 0) return new Int8Array()
  const average = sma(close, trendBars)
  const returns = new Float64Array(close.length).fill(Number.NaN)
  returns.set(simpleReturns(close), 1)
  const deviation = rollingStd(returns, volatilityBars)
  const middle = quantile(deviation.filter((value) => !Number.isNaN(value)).toSorted(), 0.5)
  const regimes = new Int8Array(close.length).fill(-1)
  for (let bar = 1; bar < close.length; bar++) {
    const before = bar - 1
    if (Number.isNaN(average[before]!) || Number.isNaN(deviation[before]!)) continue
    regimes[bar] = (close[before]! > average[before]! ? 0 : 2) + Number(deviation[before]! > middle)
  }
  return regimes
}

export interface RegimeResult {
  readonly regime: Regime
  readonly bars: number
  /** Of all bars whose regime is known; 0 when there are none. */
  readonly share: number
  /** Compounded over these bars alone; null without any. */
  readonly totalReturn: number | null
  /** Annual. */
  readonly sharpe: number | null
}

/** What a strategy earned in each regime; `returns[i]` belongs to `regimes[i]`, and NaN (missing) is left out. */
export function splitByRegime(returns: Float64Array, regimes: Int8Array, rates: MetricRates): RegimeResult[] {
  const known = returns.filter((value, i) => regimes[i]! >= 0 && !Number.isNaN(value)).length
  return REGIMES.map((regime, index) => {
    const own = returns.filter((value, i) => regimes[i] === index && !Number.isNaN(value))
    const share = known === 0 ? 0 : own.length / known
    if (own.length === 0) return { regime, bars: 0, share, totalReturn: null, sharpe: null }
    const metrics = computeReturnMetrics(own, null, rates)
    return { regime, bars: own.length, share, totalReturn: metrics.total_return.value, sharpe: metrics.sharpe_ratio.value }
  })
}
