import type { MarketData, QualityReport } from '#shared/domain/dataset.ts'
import { splitPanel } from '../panel/panel.ts'
import { inspectQuality, inspectSeries } from './inspectQuality.ts'

/** Quality of data already in memory. */
export function inspectMarketData(data: MarketData): QualityReport {
  return 'panel' in data ? inspectSeries(splitPanel(data.panel)) : inspectQuality(data.bars)
}
