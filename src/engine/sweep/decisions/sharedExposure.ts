import type { Bars } from '#shared/domain/dataset.ts'
import type { Parameters } from '#shared/domain/strategyType.ts'
import { roc } from '../../indicators/roc.ts'
import { rollingStd } from '../../indicators/rollingStd.ts'
import type { SeriesCache } from '../../indicators/seriesCache.ts'
import { isChosen, numberOf } from '../../strategies/parameterValue.ts'

interface MomentumInput {
  readonly bars: Bars
  readonly cache: SeriesCache
  readonly periodsPerYear: number
}

/** Exposures told as a product, because each factor is shared by many trials. NaN where one does not exist yet. */
export interface ExposureFactors {
  /** 1, 0 or -1. */
  readonly sides: Float64Array
  readonly sizes: Float64Array
}

/** The exposures that ts_momentum's own `decide` would give, from series that other trials have computed already. */
export function momentumFactors(parameters: Parameters, { bars, cache, periodsPerYear }: MomentumInput): ExposureFactors {
  const lookback = numberOf(parameters, 'lookback')
  const volatilityBars = numberOf(parameters, 'vol_lookback')
  const threshold = numberOf(parameters, 'threshold')
  const periods = isChosen(parameters, 'annualize_vol', true) ? periodsPerYear : 1
  const barTarget = numberOf(parameters, 'vol_target') / Math.sqrt(periods)
  const volatility = () => cache.get(`volatility ${volatilityBars}`, () => rollingStd(roc(bars.close, 1), volatilityBars))
  return {
    sides: cache.get(`side ${lookback} ${threshold}`, () => roc(bars.close, lookback - 1).map((change) => sideOf(change, threshold))),
    sizes: cache.get(`size ${volatilityBars} ${barTarget}`, () => volatility().map((value) => (value === 0 ? 0 : barTarget / value))),
  }
}

function sideOf(change: number, threshold: number): number {
  if (Number.isNaN(change)) return Number.NaN
  return change > threshold ? 1 : change < -threshold ? -1 : 0
}
