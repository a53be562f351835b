import { type BarSource, sourceOf } from '#engine/market/barSource.ts'
import { hashBarSource } from '#engine/market/hashBars.ts'
import { hashPanelSources } from '#engine/panel/hashPanel.ts'
import type { InstrumentSeries, QualityReport } from '#shared/domain/dataset.ts'
import { encodeBars, encodePanel, kindOf } from '../repositories/datasetChunks.ts'
import type { DataFacts, PreparedData } from './engineTasks.ts'

/** Hashes and encodes what is about to be stored: one series is bars, several are a panel. */
export function prepareData(series: readonly InstrumentSeries[], quality: QualityReport): PreparedData {
  const [only] = series
  const data = only !== undefined && series.length === 1 ? encodeBars(only.bars) : encodePanel(series)
  return { ...describeData(series.map(sourceOf), quality), data }
}

/** What is known of data before they are encoded. */
export function describeData(sources: readonly BarSource[], quality: QualityReport): DataFacts {
  const dataHash = kindOf(sources) === 'bars' ? hashBarSource(sources[0]!) : hashPanelSources(sources)
  return { ...outlineOf(sources), dataHash, quality }
}

/** What data are called and when they begin and end, without reading their bars. */
export function outlineOf(sources: readonly BarSource[]): { symbols: string[]; firstTimeMs: number; lastTimeMs: number } {
  return {
    symbols: sources
      .map(({ symbol }) => symbol)
      .filter((symbol) => symbol !== '')
      .sort(),
    firstTimeMs: Math.min(...sources.map(({ firstTimeMs }) => firstTimeMs)),
    lastTimeMs: Math.max(...sources.map(({ lastTimeMs }) => lastTimeMs)),
  }
}
