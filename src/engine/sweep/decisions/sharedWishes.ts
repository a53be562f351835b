import type { Bars } from '#shared/domain/dataset.ts'
import type { Parameters, StrategyType } from '#shared/domain/strategyType.ts'
import { donchian } from '../../indicators/donchian.ts'
import { rsi } from '../../indicators/rsi.ts'
import type { SeriesCache } from '../../indicators/seriesCache.ts'
import { zScore } from '../../indicators/zScore.ts'
import { isChosen, numberOf } from '../../strategies/parameterValue.ts'
import type { NextBars, Wishes } from '../fold/wishes.ts'

export interface WishesInput {
  readonly bars: Bars
  /** Indicators of other trials. */
  readonly cache: SeriesCache
  /** The bars at which those pass a level. */
  readonly events: SeriesCache<Int32Array>
  /** First bar that the family decides on. */
  readonly firstBar: number
}

type FamilyWishes = (parameters: Parameters, input: WishesInput) => Wishes

const FAMILIES: Partial<Record<StrategyType, FamilyWishes>> = {
  mean_reversion: (parameters, input) => (isChosen(parameters, 'signal', 'rsi') ? byRsi(parameters, input) : byZScore(parameters, input)),
  breakout: byChannel,
}

/**
 * What the family's own `decide` would ask for and when, told by events instead of a code for every bar: trials that
 * share an indicator and a level share the events, and a run goes from one to the next. null for families without this.
 */
export function findWishes(type: StrategyType, parameters: Parameters, input: WishesInput): Wishes | null {
  return FAMILIES[type]?.(parameters, input) ?? null
}

const tradesShort = (parameters: Parameters) => isChosen(parameters, 'direction', 'long_short')

function byRsi(parameters: Parameters, { bars, cache, events, firstBar }: WishesInput): Wishes {
  const period = numberOf(parameters, 'period')
  const oversold = numberOf(parameters, 'oversold')
  const overbought = numberOf(parameters, 'overbought')
  const strength = () => cache.get(`rsi ${period}`, () => rsi(bars.close, period))
  const cheap = events.get(`rsi ${period} < ${oversold}`, () => nextBelow(strength(), oversold))
  const dear = events.get(`rsi ${period} > ${overbought}`, () => nextAbove(strength(), overbought))
  return { long: cheap, short: tradesShort(parameters) ? dear : null, noLong: dear, noShort: null, firstBar }
}

function byZScore(parameters: Parameters, { bars, cache, events, firstBar }: WishesInput): Wishes {
  const lookback = numberOf(parameters, 'lookback')
  const entry = numberOf(parameters, 'entry_z')
  const exit = numberOf(parameters, 'exit_z')
  const distance = () => cache.get(`z ${lookback}`, () => zScore(bars.close, lookback))
  const below = (level: number) => events.get(`z ${lookback} < ${level}`, () => nextBelow(distance(), level))
  const above = (level: number) => events.get(`z ${lookback} > ${level}`, () => nextAbove(distance(), level))
  const isBoth = tradesShort(parameters)
  return {
    long: below(-entry),
    short: isBoth ? above(entry) : null,
    noLong: above(-exit),
    noShort: isBoth ? below(exit) : null,
    firstBar,
  }
}

function byChannel(parameters: Parameters, { bars, cache, events, firstBar }: WishesInput): Wishes {
  const { high, low, close } = bars
  const upper = (width: number) => cache.get(`upper ${width}`, () => donchian(high, low, width).upper)
  const lower = (width: number) => cache.get(`lower ${width}`, () => donchian(high, low, width).lower)
  const above = (width: number) => events.get(`above ${width}`, () => nextBelow(upper(width), close))
  const below = (width: number) => events.get(`below ${width}`, () => nextAbove(lower(width), close))
  const [entry, exit] = [numberOf(parameters, 'entry'), numberOf(parameters, 'exit')]
  const isBoth = tradesShort(parameters)
  return {
    long: above(entry),
    short: isBoth ? below(entry) : null,
    noLong: below(exit),
    noShort: isBoth ? above(exit) : null,
    firstBar,
  }
}

/** A level, or one for every bar. NaN is neither below nor above. */
type Level = number | Float64Array

function nextBelow(series: Float64Array, level: Level): NextBars {
  return nextBars(series.length, typeof level === 'number' ? (bar) => series[bar]! < level : (bar) => series[bar]! < level[bar]!)
}

function nextAbove(series: Float64Array, level: Level): NextBars {
  return nextBars(series.length, typeof level === 'number' ? (bar) => series[bar]! > level : (bar) => series[bar]! > level[bar]!)
}

function nextBars(length: number, holds: (bar: number) => boolean): NextBars {
  const result = new Int32Array(length + 1)
  let next = length
  result[length] = next
  for (let bar = length - 1; bar >= 0; bar--) {
    if (holds(bar)) next = bar
    result[bar] = next
  }
  return result
}
