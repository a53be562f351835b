import type { Bars } from '#shared/domain/dataset.ts'
import type { Parameters } from '#shared/domain/strategyType.ts'
import { donchian } from '../../indicators/donchian.ts'
import { ema } from '../../indicators/ema.ts'
import { rsi } from '../../indicators/rsi.ts'
import type { SeriesCache } from '../../indicators/seriesCache.ts'
import { sma } from '../../indicators/sma.ts'
import { zScore } from '../../indicators/zScore.ts'
import { isChosen, numberOf } from '../../strategies/parameterValue.ts'
import { EXIT_LONG, EXIT_SHORT, FLAT, HOLD, LONG, SHORT } from '../../strategies/signalCode.ts'

export interface SharedInput {
  readonly bars: Bars
  readonly cache: SeriesCache
  /** First bar that the family decides on. */
  readonly firstBar: number
  /** One code a bar; overwritten. */
  readonly codes: Int8Array
}

/** Writes the codes that the family's own `decide` would give, from indicators that other trials have computed already. */
export type SharedDecision = (parameters: Parameters, input: SharedInput) => void

export const decideTrend: SharedDecision = (parameters, { bars, cache, firstBar, codes }) => {
  const kind = isChosen(parameters, 'average', 'ema') ? 'ema' : 'sma'
  const line = (width: number) => cache.get(`${kind} ${width}`, () => (kind === 'ema' ? ema(bars.close, width) : sma(bars.close, width)))
  const fast = line(numberOf(parameters, 'fast'))
  const slow = line(numberOf(parameters, 'slow'))
  const exit = exitCode(parameters)
  codes.fill(HOLD)
  for (let i = firstBar; i < codes.length; i++) {
    if (fast[i - 1]! < slow[i - 1]! && fast[i]! > slow[i]!) codes[i] = LONG
    else if (fast[i - 1]! > slow[i - 1]! && fast[i]! < slow[i]!) codes[i] = exit
  }
}

export const decideReversion: SharedDecision = (parameters, input) => {
  if (isChosen(parameters, 'signal', 'rsi')) decideByRsi(parameters, input)
  else decideByZScore(parameters, input)
}

function decideByRsi(parameters: Parameters, { bars, cache, firstBar, codes }: SharedInput): void {
  const period = numberOf(parameters, 'period')
  const strength = cache.get(`rsi ${period}`, () => rsi(bars.close, period))
  const oversold = numberOf(parameters, 'oversold')
  const overbought = numberOf(parameters, 'overbought')
  const exit = exitCode(parameters)
  codes.fill(HOLD)
  for (let i = firstBar; i < codes.length; i++) {
    const value = strength[i]!
    if (value < oversold) codes[i] = LONG
    else if (value > overbought) codes[i] = exit
  }
}

function decideByZScore(parameters: Parameters, { bars, cache, firstBar, codes }: SharedInput): void {
  const lookback = numberOf(parameters, 'lookback')
  const distance = cache.get(`z ${lookback}`, () => zScore(bars.close, lookback))
  const entry = numberOf(parameters, 'entry_z')
  const exit = numberOf(parameters, 'exit_z')
  const dear = exitCode(parameters)
  codes.fill(HOLD)
  for (let i = firstBar; i < codes.length; i++) {
    const z = distance[i]!
    if (z < -entry) codes[i] = LONG
    else if (z > entry) codes[i] = dear
    else if (z > -exit) codes[i] = z < exit ? FLAT : EXIT_LONG
    else if (z < exit) codes[i] = EXIT_SHORT
  }
}

export const decideBreakout: SharedDecision = (parameters, { bars, cache, firstBar, codes }) => {
  const { high, low, close } = bars
  const upper = (width: number) => cache.get(`upper ${width}`, () => donchian(high, low, width).upper)
  const lower = (width: number) => cache.get(`lower ${width}`, () => donchian(high, low, width).lower)
  const [entry, exit] = [numberOf(parameters, 'entry'), numberOf(parameters, 'exit')]
  const [entryUpper, entryLower, exitUpper, exitLower] = [upper(entry), lower(entry), upper(exit), lower(exit)]
  const below = isChosen(parameters, 'direction', 'long_short') ? SHORT : HOLD
  codes.fill(HOLD)
  for (let i = firstBar; i < codes.length; i++) {
    const price = close[i]!
    if (price > entryUpper[i]!) codes[i] = LONG
    else if (below === SHORT && price < entryLower[i]!) codes[i] = SHORT
    else if (price < exitLower[i]!) codes[i] = EXIT_LONG
    else if (price > exitUpper[i]!) codes[i] = EXIT_SHORT
  }
}

/** What the upper side of a signal asks for: to leave, or to reverse. */
const exitCode = (parameters: Parameters) => (isChosen(parameters, 'direction', 'long_short') ? SHORT : FLAT)
