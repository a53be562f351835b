import type { InstrumentSeries, Panel } from '#shared/domain/dataset.ts'
import { alignPanel } from '../panel/panel.ts'
import { type RandomStream, xoshiro128 } from '../random.ts'

export interface SyntheticUniversePlan {
  readonly seed: number
  /** Cointegrated pairs; the universe holds twice as many symbols. */
  readonly pairs: number
  /** Weekdays from 2010-01-04 on. */
  readonly bars: number
}

export const DEFAULT_UNIVERSE: SyntheticUniversePlan = { seed: 42, pairs: 6, bars: 1500 }

const DAY_MS = 86_400_000
const FIRST_MONDAY = Date.UTC(2010, 0, 4)
const BARS_PER_YEAR = 252
/** Share of bars a symbol lacks. */
const MISSING_SHARE = 0.002

/** Daily drift and volatility of the market, and the chance to leave the regime from one day to the next. */
const REGIMES = {
  calm: { drift: 0.0005, volatility: 0.007, leave: 0.005, next: 'stormy' },
  stormy: { drift: -0.001, volatility: 0.02, leave: 0.03, next: 'calm' },
} as const

/** What moves both symbols of a pair: a beta, a slow drift of their own, noise, and the spread between the two. */
const PAIR = { minBeta: 0.5, maxBeta: 1.5, alphaDecay: 0.99, alphaNoise: 0.00008, noise: 0.006, spreadDecay: 0.95, spreadNoise: 0.008 }

/** Annual carry: a level of the pair, slow changes, and a fixed difference between its two symbols. */
const CARRY = { min: -0.06, max: 0.08, decay: 0.995, noise: 0.001, difference: 0.004 }

/**
 * A made-up market for trying panel strategies; nothing in it was ever traded, and its symbols say so (SYNTHETIC01 ...).
 *
 * The market's daily log return is normal with the drift and volatility of the present regime (calm or stormy, a Markov
 * chain). Symbols come in pairs (01 and 02, 03 and 04 ...): the pair's log price moves by beta * market + its own slow
 * drift (an AR(1) process, so past winners go on a while) + carry / 252 + noise; the two symbols stand half of an AR(1)
 * spread above and below it, so each pair is cointegrated with hedge ratio 1 and a half-life of 13.5 bars. `carry` is the
 * pair's level, moving slowly, with a small fixed difference between the two.
 *
 * The last symbol starts after a quarter of the bars, the one before the last pair ends after three quarters, and every
 * symbol lacks about one bar in 500. Prices have four decimals. The same plan gives the same numbers everywhere.
 */
export function makeSyntheticUniverse({ seed, pairs, bars }: SyntheticUniversePlan): Panel {
  const random = xoshiro128(seed)
  const market = marketReturns(random, bars)
  const series = Array.from({ length: pairs }, (_, pair) => pairSeries(random, { pair, market })).flat()
  return alignPanel(series.map((each, k) => dropBars(random, each, { from: firstBar(k, pairs, bars), to: lastBar(k, pairs, bars) })))
}

/** The last symbol starts late. */
const firstBar = (k: number, pairs: number, bars: number) => (k === 2 * pairs - 1 ? Math.floor(bars / 4) : 0)
/** The last symbol of the pair before it ends early. */
const lastBar = (k: number, pairs: number, bars: number) => (k === 2 * pairs - 3 ? Math.floor((bars * 3) / 4) : bars)

function marketReturns({ next, nextNormal }: RandomStream, bars: number): Float64Array {
  let regime: keyof typeof REGIMES = 'calm'
  return Float64Array.from({ length: bars }, () => {
    const { drift, volatility, leave, next: other } = REGIMES[regime]
    if (next() < leave) regime = other
    return drift + volatility * nextNormal()
  })
}

function pairSeries(random: RandomStream, { pair, market }: { pair: number; market: Float64Array }): InstrumentSeries[] {
  const between = (low: number, high: number) => low + (high - low) * random.next()
  const beta = between(PAIR.minBeta, PAIR.maxBeta)
  const level = between(CARRY.min, CARRY.max)
  let logPrice = Math.log(between(20, 200))
  let [alpha, spread, drift] = [0, 0, 0]
  const logPrices = [new Float64Array(market.length), new Float64Array(market.length)] as const
  const carry = new Float64Array(market.length)
  for (const [bar, move] of market.entries()) {
    alpha = PAIR.alphaDecay * alpha + PAIR.alphaNoise * random.nextNormal()
    drift = CARRY.decay * drift + CARRY.noise * random.nextNormal()
    spread = PAIR.spreadDecay * spread + PAIR.spreadNoise * random.nextNormal()
    carry[bar] = level + drift
    logPrice += beta * move + alpha + carry[bar]! / BARS_PER_YEAR + PAIR.noise * random.nextNormal()
    logPrices[0][bar] = logPrice + spread / 2
    logPrices[1][bar] = logPrice - spread / 2
  }
  return logPrices.map((path, member) => ({
    symbol: `SYNTHETIC${String(2 * pair + member + 1).padStart(2, '0')}`,
    bars: makeBars(random, path),
    carry: carry.map((value) => rounded(value + (member === 0 ? 1 : -1) * (CARRY.difference / 2))),
  }))
}

/** Bars around closes: the open lies near the close before, high and low beyond both. */
function makeBars({ nextNormal }: RandomStream, logCloses: Float64Array): InstrumentSeries['bars'] {
  const beyond = () => 0.003 * Math.abs(nextNormal())
  const [open, high, low] = [new Float64Array(logCloses.length), new Float64Array(logCloses.length), new Float64Array(logCloses.length)]
  for (const [bar, close] of logCloses.entries()) {
    const logOpen = (logCloses[bar - 1] ?? close) + 0.002 * nextNormal()
    open[bar] = rounded(Math.exp(logOpen))
    high[bar] = rounded(Math.exp(Math.max(logOpen, close) + beyond()))
    low[bar] = rounded(Math.exp(Math.min(logOpen, close) - beyond()))
  }
  return {
    time: weekdays(logCloses.length),
    open,
    high,
    low,
    close: logCloses.map((value) => rounded(Math.exp(value))),
    volume: logCloses.map(() => Math.round(1e6 * Math.exp(0.4 * nextNormal()))),
  }
}

function weekdays(count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, day) => FIRST_MONDAY + (Math.floor(day / 5) * 7 + (day % 5)) * DAY_MS)
}

function dropBars(
  { next }: RandomStream,
  { symbol, bars, carry }: InstrumentSeries,
  range: { from: number; to: number },
): InstrumentSeries {
  const kept = [...bars.time.keys()].filter((bar) => next() >= MISSING_SHARE && bar >= range.from && bar < range.to)
  const pick = (values: Float64Array) => Float64Array.from(kept, (bar) => values[bar]!)
  const { time, open, high, low, close, volume } = bars
  return {
    symbol,
    bars: { time: pick(time), open: pick(open), high: pick(high), low: pick(low), close: pick(close), volume: pick(volume) },
    carry: carry && pick(carry),
  }
}

/** Four decimals, as the file holds them. */
const rounded = (value: number) => Math.round(value * 10_000) / 10_000
