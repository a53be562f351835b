import type { Bars } from '#shared/domain/dataset.ts'
import type { SpecStrategy } from '#shared/domain/runSpec.ts'
import { donchian } from '../../indicators/donchian.ts'
import { rsi } from '../../indicators/rsi.ts'
import { zScore } from '../../indicators/zScore.ts'
import { isChosen, numberOf } from '../../strategies/parameterValue.ts'
import type { LongTrades } from '../fold/longFold.ts'
import type { LongTradesFinder } from '../fold/longTrades.ts'
import type { SeriesCache } from './seriesCache.ts'

export interface TradesInput {
  readonly bars: Bars
  readonly cache: SeriesCache
  /** First bar that the family decides on. */
  readonly firstBar: number
  readonly trades: LongTradesFinder
}

/**
 * The trades of a long-only run straight from indicators that other trials have computed already, without codes in
 * between: while flat only the entry is looked for, while long only the exit. null for families that have no such way.
 */
export function findLongTrades({ type, parameters }: SpecStrategy, { bars, cache, firstBar, trades }: TradesInput): LongTrades | null {
  if (!isChosen(parameters, 'direction', 'long_only')) return null
  const { high, low, close } = bars
  if (type === 'breakout') {
    const [entry, exit] = [numberOf(parameters, 'entry'), numberOf(parameters, 'exit')]
    const buyAbove = cache.get(`upper ${entry}`, () => donchian(high, low, entry).upper)
    const sellBelow = cache.get(`lower ${exit}`, () => donchian(high, low, exit).lower)
    return trades.ofChannel(close, { buyAbove, sellBelow, firstBar })
  }
  if (type !== 'mean_reversion') return null
  if (isChosen(parameters, 'signal', 'rsi')) {
    const period = numberOf(parameters, 'period')
    const strength = cache.get(`rsi ${period}`, () => rsi(close, period))
    return trades.ofLevels(strength, {
      buyBelow: numberOf(parameters, 'oversold'),
      sellAbove: numberOf(parameters, 'overbought'),
      firstBar,
    })
  }
  const lookback = numberOf(parameters, 'lookback')
  const distance = cache.get(`z ${lookback}`, () => zScore(close, lookback))
  return trades.ofLevels(distance, { buyBelow: -numberOf(parameters, 'entry_z'), sellAbove: -numberOf(parameters, 'exit_z'), firstBar })
}
