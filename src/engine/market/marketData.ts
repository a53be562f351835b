import type { MarketData, MarketSeries } from '#shared/domain/dataset.ts'
import { hashPanel } from '../panel/hashPanel.ts'
import { slicePanel } from '../panel/panel.ts'
import { equalWeightIndex } from '../panel/panelReturns.ts'
import { hashBars } from './hashBars.ts'
import { sliceBars } from './sliceBars.ts'

/** Every instant of the data, epoch ms UTC, strictly increasing. */
export function calendarOf(data: MarketSeries): Float64Array {
  return 'panel' in data ? data.panel.time : data.bars.time
}

/** The same data, ending before bar `to` of their calendar, as views on the same memory. */
export function cutMarketData(data: MarketData, to: number): MarketData {
  return 'panel' in data ? { panel: slicePanel(data.panel, 0, to) } : { bars: sliceBars(data.bars, 0, to), symbol: data.symbol }
}

/** Bars `from` (inclusive) to `end` (exclusive) of the calendar, as views on the same memory. */
export function sliceSeries(data: MarketSeries, { from, end }: { readonly from: number; readonly end: number }): MarketSeries {
  return 'panel' in data ? { panel: slicePanel(data.panel, from, end) } : { bars: sliceBars(data.bars, from, end) }
}

/** What simply holding the data would have been worth: the closes of one instrument, the equally weighted index of a panel. */
export function holdingValues(data: MarketSeries): Float64Array {
  return 'panel' in data ? equalWeightIndex(data.panel) : data.bars.close
}

/** The identity of the data: hashBars of one instrument, hashPanel of a panel. */
export function hashMarketData(data: MarketSeries): string {
  return 'panel' in data ? hashPanel(data.panel) : hashBars(data.bars)
}
