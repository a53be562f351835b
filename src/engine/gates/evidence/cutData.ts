import type { Bars, MarketData, Panel } from '#shared/domain/dataset.ts'
import { sliceBars } from '../../market/sliceBars.ts'
import { slicePanel } from '../../panel/panel.ts'
import { xoshiro128 } from '../../random.ts'

/** The data without their first bars, as views on the same memory. */
export function withoutFirstBars(data: MarketData, count: number): MarketData {
  return 'panel' in data
    ? { panel: slicePanel(data.panel, count, data.panel.time.length) }
    : { bars: sliceBars(data.bars, count, data.bars.time.length), symbol: data.symbol }
}

type Columns = Pick<Bars, 'open' | 'high' | 'low' | 'close' | 'volume'>

/** The data with seeded other prices and volumes after bar `last`; every bar stays possible (high above low and so on). */
export function changeAfter(data: MarketData, last: number, seed: number): MarketData {
  const factors = driftingFactors('panel' in data ? data.panel.time.length : data.bars.time.length, last, seed)
  if ('panel' in data) return { panel: changePanel(data.panel, factors) }
  return { bars: { ...data.bars, ...scale(data.bars, factors) }, symbol: data.symbol }
}

function changePanel(panel: Panel, factors: Float64Array): Panel {
  return { ...panel, instruments: panel.instruments.map((instrument) => ({ ...instrument, ...scale(instrument, factors) })) }
}

/** All prices of a bar by one factor, which keeps their order. */
function scale({ open, high, low, close, volume }: Columns, factors: Float64Array): Columns {
  const times = (column: Float64Array) => column.map((value, bar) => value * factors[bar]!)
  return { open: times(open), high: times(high), low: times(low), close: times(close), volume: times(volume) }
}

/** 1 up to bar `last`, then a lognormal of 20% for every bar on its own. */
function driftingFactors(count: number, last: number, seed: number): Float64Array {
  const random = xoshiro128(seed)
  return Float64Array.from({ length: count }, (_, bar) => (bar <= last ? 1 : Math.exp(0.2 * random.nextNormal())))
}
