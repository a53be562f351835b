import type { MarketData } from '#shared/domain/dataset.ts'
import { hashPanel } from '../panel/hashPanel.ts'
import { slicePanel } from '../panel/panel.ts'
import { hashBars } from './hashBars.ts'
import { sliceBars } from './sliceBars.ts'

/** Every instant of the data, epoch ms UTC, strictly increasing. */
export function calendarOf(data: MarketData): Float64Array {
  return 'panel' in data ? data.panel.time : data.bars.time
}

/** The same data, ending before bar `to` of their calendar, as views on the same memory. */
export function cutMarketData(data: MarketData, to: number): MarketData {
  return 'panel' in data ? { panel: slicePanel(data.panel, 0, to) } : { bars: sliceBars(data.bars, 0, to), symbol: data.symbol }
}

/** The identity of the data: hashBars of one instrument, hashPanel of a panel. */
export function hashMarketData(data: MarketData): string {
  return 'panel' in data ? hashPanel(data.panel) : hashBars(data.bars)
}
