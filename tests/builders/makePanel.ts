import { sliceBars } from '#engine/market/sliceBars.ts'
import { alignPanel } from '#engine/panel/panel.ts'
import type { Panel } from '#shared/domain/dataset.ts'
import { makeBars, makeFlatBars } from './makeBars.ts'

/** Prices by symbol, one a day from 2020-01-01 on; null where the symbol has no bar. Open = high = low = close. */
export type PricesBySymbol = Readonly<Record<string, readonly (number | null)[]>>

/** A panel written by hand; `carry` gives one value per symbol, the same at every bar. */
export function makePanel(prices: PricesBySymbol, carry?: Readonly<Record<string, number>>): Panel {
  return alignPanel(
    Object.entries(prices).map(([symbol, column]) => {
      const known = [...column.keys()].filter((day) => column[day] !== null)
      const all = makeFlatBars(column.map((price) => price ?? 1))
      const pick = (values: Float64Array) => Float64Array.from(known, (day) => values[day]!)
      const { time, open, high, low, close, volume } = all
      const bars = { time: pick(time), open: pick(open), high: pick(high), low: pick(low), close: pick(close), volume: pick(volume) }
      return { symbol, bars, carry: carry === undefined ? null : new Float64Array(known.length).fill(carry[symbol]!) }
    }),
  )
}

/** One symbol of a random panel: its steps (fractions), the bar it starts at, and the bars it lacks. */
export interface WalkOfSymbol {
  readonly steps: readonly number[]
  readonly from: number
  readonly missing: ReadonlySet<number>
}

/** A panel of random walks named S0, S1, ... with gaps between close and open, a carry that moves, and missing bars. */
export function makeWalkPanel(walks: readonly WalkOfSymbol[]): Panel {
  return alignPanel(
    walks.map(({ steps, from, missing }, k) => {
      let close = 50 + 20 * k
      const rows = steps.map((step) => {
        const open = close * (1 + step / 3)
        close *= 1 + step
        return [open, Math.max(open, close), Math.min(open, close), close] as const
      })
      const bars = makeBars(rows)
      const kept = [...steps.keys()].filter((bar) => bar >= from && !missing.has(bar))
      const pick = (values: Float64Array) => Float64Array.from(kept, (bar) => values[bar]!)
      const { time, open, high, low, volume } = sliceBars(bars, 0, bars.time.length)
      return {
        symbol: `S${k}`,
        bars: { time: pick(time), open: pick(open), high: pick(high), low: pick(low), close: pick(bars.close), volume: pick(volume) },
        carry: Float64Array.from(kept, (bar) => Math.sin(bar / 7 + k)),
      }
    }),
  )
}
