import type { Bars, Dataset, InstrumentSeries } from '#shared/domain/dataset.ts'
import { DAY_MS, makeHash, makeId, NEW_YEAR_2024_MS } from './ids.ts'

/** Daily bars that rise and fall in slow waves: the same for the same length, and every bar valid. */
export function makeBars(length = 260): Bars {
  const level = (bar: number) => 100 + 0.05 * bar + 10 * Math.sin(bar / 15)
  const series = (valueAt: (bar: number) => number) => Float64Array.from({ length }, (_, bar) => valueAt(bar))
  return {
    time: series((bar) => NEW_YEAR_2024_MS + bar * DAY_MS),
    open: series((bar) => level(bar - 0.5)),
    high: series((bar) => Math.max(level(bar), level(bar - 0.5)) + 1),
    low: series((bar) => Math.min(level(bar), level(bar - 0.5)) - 1),
    close: series(level),
    volume: series((bar) => 1_000_000 + (bar % 7) * 1000),
  }
}

export function makeDataset(bars: Bars = makeBars(), changes: Partial<Dataset> = {}): Dataset {
  const id = changes.id ?? makeId()
  return {
    id,
    name: 'S&P 500',
    kind: 'bars',
    symbol: 'SP500',
    symbols: [changes.symbol ?? 'SP500'],
    source: 'sample',
    dataHash: makeHash(id),
    barCount: bars.time.length,
    firstTimeMs: bars.time[0] ?? 0,
    lastTimeMs: bars.time.at(-1) ?? 0,
    adjusted: null,
    survivorship: 'unknown',
    provenance: null,
    quality: {
      rows: bars.time.length,
      rejectedRows: 0,
      duplicateTimes: 0,
      disorderedTimes: 0,
      ohlcViolations: 0,
      nonPositivePrices: 0,
      zeroVolumeBars: 0,
      calendar: 'daily',
      missingBars: 0,
      gapFraction: 0,
      gaps: [],
      outlierBars: 0,
      outliers: [],
      issues: [],
    },
    createdAtMs: NEW_YEAR_2024_MS,
    ...changes,
  }
}

/** What is known about a panel of these instruments. */
export function makePanelDataset(series: readonly InstrumentSeries[], changes: Partial<Dataset> = {}): Dataset {
  const symbols = series.map(({ symbol }) => symbol)
  const times = series.flatMap(({ bars }) => [bars.time[0]!, bars.time.at(-1)!])
  return makeDataset(makeBars(1), {
    name: 'Panel',
    kind: 'panel',
    symbol: `${symbols.length} symbols`,
    symbols,
    barCount: series.reduce((total, { bars }) => total + bars.time.length, 0),
    firstTimeMs: Math.min(...times),
    lastTimeMs: Math.max(...times),
    ...changes,
  })
}
