import { EXIT_LONG, FLAT, LONG, SHORT } from '../../strategies/signalCode.ts'
import type { CrossGrid } from '../crosses/crossLog.ts'
import type { LongTrades } from './longFold.ts'

/** Bars of a run, `first` inclusive and `end` exclusive, as indices into all bars. */
export interface BarRange {
  readonly first: number
  readonly end: number
}

export interface TradingLevels {
  readonly buyBelow: number
  readonly sellAbove: number
  /** First bar that may decide. */
  readonly firstBar: number
}

export interface TradingLines {
  readonly buyAbove: Float64Array
  readonly sellBelow: Float64Array
  readonly firstBar: number
}

/**
 * Writes down the trades that signals lead to when orders fill at the next open. Fill bars count from the first bar of
 * the run. The trades are valid until the next call.
 */
export class LongTradesFinder {
  readonly #range: BarRange
  readonly #fillBars: Int32Array

  constructor(range: BarRange) {
    this.#range = range
    this.#fillBars = new Int32Array(range.end - range.first + 2)
  }

  /** The trades of a long-only run that buys on a cross upwards and sells on one downwards. */
  ofCrosses({ starts, events }: CrossGrid, pair: number): LongTrades {
    const { first, end } = this.#range
    const fillBars = this.#fillBars
    const stop = starts[pair + 1]!
    let length = 0
    for (let k = starts[pair]!; k < stop; k++) {
      const event = events[k]!
      const bar = event >> 1
      // In turn: an entry at an even number, an exit at an odd one.
      if ((event & 1) === (length & 1) || bar < first || bar + 1 >= end) continue
      fillBars[length++] = bar + 1 - first
    }
    return this.#close(length)
  }

  /** The trades of one pair of simple averages, fast < slow, in the canonical order of summation (see sma). */
  ofAverages(close: Float64Array, fast: number, slow: number): LongTrades {
    const { first, end } = this.#range
    const fillBars = this.#fillBars
    let length = 0
    let fastSum = 0
    let slowSum = 0
    let fastBefore = Number.NaN
    let slowBefore = Number.NaN
    for (let bar = 0; bar + 1 < end; bar++) {
      const price = close[bar]!
      fastSum += price
      slowSum += price
      if (bar >= fast) fastSum -= close[bar - fast]!
      if (bar >= slow) slowSum -= close[bar - slow]!
      if (bar < slow - 1) continue
      const fastNow = fastSum / fast
      const slowNow = slowSum / slow
      // Comparisons with NaN, at the first bar with both averages, are false.
      const isCross = (length & 1) === 0 ? fastBefore < slowBefore && fastNow > slowNow : fastBefore > slowBefore && fastNow < slowNow
      if (isCross && bar >= first) fillBars[length++] = bar + 1 - first
      fastBefore = fastNow
      slowBefore = slowNow
    }
    return this.#close(length)
  }

  /** The trades of a signal that buys while it is below one level and sells while it is above another; NaN does neither. */
  ofLevels(signal: Float64Array, { buyBelow, sellAbove, firstBar }: TradingLevels): LongTrades {
    const { first, end } = this.#range
    const fillBars = this.#fillBars
    let length = 0
    let bar = Math.max(first, firstBar)
    for (;;) {
      while (bar + 1 < end && !(signal[bar]! < buyBelow)) bar++
      if (bar + 1 >= end) break
      fillBars[length++] = ++bar - first
      while (bar + 1 < end && !(signal[bar]! > sellAbove)) bar++
      if (bar + 1 >= end) break
      fillBars[length++] = ++bar - first
    }
    return this.#close(length)
  }

  /** The trades of closes that buy above one line and sell below another; NaN does neither. */
  ofChannel(close: Float64Array, { buyAbove, sellBelow, firstBar }: TradingLines): LongTrades {
    const { first, end } = this.#range
    const fillBars = this.#fillBars
    let length = 0
    let bar = Math.max(first, firstBar)
    for (;;) {
      while (bar + 1 < end && !(close[bar]! > buyAbove[bar]!)) bar++
      if (bar + 1 >= end) break
      fillBars[length++] = ++bar - first
      while (bar + 1 < end && !(close[bar]! < sellBelow[bar]!)) bar++
      if (bar + 1 >= end) break
      fillBars[length++] = ++bar - first
    }
    return this.#close(length)
  }

  /** The trades of codes that never go short; null as soon as one does. */
  ofCodes(codes: Int8Array): LongTrades | null {
    const { first, end } = this.#range
    const fillBars = this.#fillBars
    let length = 0
    for (let bar = first; bar + 1 < end; bar++) {
      const code = codes[bar]!
      if (code === SHORT) return null
      const isWanted = (length & 1) === 0 ? code === LONG : code === FLAT || code === EXIT_LONG
      if (isWanted) fillBars[length++] = bar + 1 - first
    }
    return this.#close(length)
  }

  /** A position without an exit stays open to the end. */
  #close(length: number): LongTrades {
    if ((length & 1) === 0) return { fillBars: this.#fillBars, length }
    this.#fillBars[length] = this.#range.end - this.#range.first
    return { fillBars: this.#fillBars, length: length + 1 }
  }
}
