import type { Bars } from '#shared/domain/dataset.ts'
import type { Parameters } from '#shared/domain/strategyType.ts'
import { roc } from '../../indicators/roc.ts'
import { rollingStd } from '../../indicators/rollingStd.ts'
import { isChosen, numberOf } from '../../strategies/parameterValue.ts'
import type { SeriesCache } from './seriesCache.ts'

export interface ExposureInput {
  readonly bars: Bars
  readonly cache: SeriesCache
  readonly periodsPerYear: number
  readonly firstBar: number
  /** Overwritten. */
  readonly exposure: Float64Array
}

/** Writes the exposures that ts_momentum's own `decide` would give, from indicators that other trials have computed already. */
export function decideMomentum(parameters: Parameters, { bars, cache, periodsPerYear, firstBar, exposure }: ExposureInput): void {
  const lookback = numberOf(parameters, 'lookback')
  const volatilityBars = numberOf(parameters, 'vol_lookback')
  const threshold = numberOf(parameters, 'threshold')
  const sides = cache.get(`side ${lookback} ${threshold}`, () => roc(bars.close, lookback - 1).map((change) => sideOf(change, threshold)))
  const periods = isChosen(parameters, 'annualize_vol', true) ? periodsPerYear : 1
  const barTarget = numberOf(parameters, 'vol_target') / Math.sqrt(periods)
  const volatility = cache.get(`volatility ${volatilityBars}`, () => rollingStd(roc(bars.close, 1), volatilityBars))
  const sizes = cache.get(`size ${volatilityBars} ${barTarget}`, () => volatility.map((value) => (value === 0 ? 0 : barTarget / value)))
  exposure.fill(Number.NaN, 0, firstBar)
  for (let i = firstBar; i < exposure.length; i++) exposure[i] = sides[i]! * sizes[i]!
}

const sideOf = (change: number, threshold: number) => (change > threshold ? 1 : change < -threshold ? -1 : 0)
