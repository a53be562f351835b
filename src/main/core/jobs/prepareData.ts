import { hashMarketData } from '#engine/market/marketData.ts'
import { alignPanel } from '#engine/panel/panel.ts'
import type { InstrumentSeries, QualityReport } from '#shared/domain/dataset.ts'
import { encodeBars, encodePanel } from '../repositories/datasetChunks.ts'
import type { PreparedData } from './engineTasks.ts'

/** Hashes and encodes what is about to be stored: one series is bars, several are a panel. */
export function prepareData(series: readonly InstrumentSeries[], quality: QualityReport): PreparedData {
  const [only] = series
  const times = series.map(({ bars }) => bars.time)
  const facts = {
    symbols: series.map(({ symbol }) => symbol).sort(),
    firstTimeMs: Math.min(...times.map((time) => time[0]!)),
    lastTimeMs: Math.max(...times.map((time) => time[time.length - 1]!)),
    quality,
  }
  if (only !== undefined && series.length === 1) {
    const { bars, symbol } = only
    return { ...facts, symbols: symbol === '' ? [] : [symbol], data: encodeBars(bars), dataHash: hashMarketData({ bars, symbol }) }
  }
  return { ...facts, data: encodePanel(series), dataHash: hashMarketData({ panel: alignPanel(series) }) }
}
