import type { MarketData, QualityReport } from '#shared/domain/dataset.ts'
import { splitPanel } from '../panel/panel.ts'
import { inspectQuality, MAX_ISSUES } from './inspectQuality.ts'

/** Quality of data already in memory. A panel's faults are those of all its instruments, its gaps their mean by bars. */
export function inspectMarketData(data: MarketData): QualityReport {
  if (!('panel' in data)) return inspectQuality(data.bars)
  return mergeReports(splitPanel(data.panel).map(({ symbol, bars }) => ({ symbol, report: inspectQuality(bars) })))
}

/** One report over instruments that were inspected one by one. Issues name their instrument. */
export function mergeReports(parts: readonly { readonly symbol: string; readonly report: QualityReport }[]): QualityReport {
  const sum = (read: (report: QualityReport) => number) => parts.reduce((total, { report }) => total + read(report), 0)
  const known = parts.filter(({ report }) => report.gapFraction !== null)
  const weight = known.reduce((total, { report }) => total + report.rows, 0)
  return {
    rows: sum((report) => report.rows),
    rejectedRows: sum((report) => report.rejectedRows),
    duplicateTimes: sum((report) => report.duplicateTimes),
    disorderedTimes: sum((report) => report.disorderedTimes),
    ohlcViolations: sum((report) => report.ohlcViolations),
    nonPositivePrices: sum((report) => report.nonPositivePrices),
    zeroVolumeBars: sum((report) => report.zeroVolumeBars),
    gapFraction: weight === 0 ? null : known.reduce((total, { report }) => total + report.gapFraction! * report.rows, 0) / weight,
    issues: parts
      .flatMap(({ symbol, report }) => report.issues.map((issue) => ({ ...issue, problem: `${issue.problem} (symbol ${symbol})` })))
      .slice(0, MAX_ISSUES),
  }
}
