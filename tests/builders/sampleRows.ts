import type { Overview } from '#shared/contract/overview.ts'
import type { BacktestSummary } from '#shared/domain/backtest.ts'
import type { Dataset, QualityReport } from '#shared/domain/dataset.ts'

const START_MS = Date.UTC(2000, 0, 3)

/** A clean report of 5,105 rows, changed where a test cares. */
export function makeQuality(changes: Partial<QualityReport> = {}): QualityReport {
  return {
    rows: 5105,
    rejectedRows: 0,
    duplicateTimes: 0,
    disorderedTimes: 0,
    ohlcViolations: 0,
    nonPositivePrices: 0,
    zeroVolumeBars: 0,
    calendar: 'daily',
    missingBars: 0,
    gapFraction: 0.0345,
    gaps: [],
    outlierBars: 0,
    outliers: [],
    issues: [],
    ...changes,
  }
}

export function makeDataset(changes: Partial<Dataset> = {}): Dataset {
  return {
    id: '01890000-0000-7000-8000-000000000001',
    name: 'S&P 500 daily (sample)',
    kind: 'bars',
    symbol: 'SPX',
    symbols: ['SPX'],
    source: 'vega-datasets sp500-2000.csv',
    dataHash: 'ab'.repeat(32),
    barCount: 5105,
    firstTimeMs: START_MS,
    lastTimeMs: Date.UTC(2020, 3, 17),
    adjusted: null,
    survivorship: 'unknown',
    provenance: null,
    quality: makeQuality(),
    createdAtMs: Date.UTC(2026, 0, 2),
    ...changes,
  }
}

export function makeBacktestSummary(changes: Partial<BacktestSummary> = {}): BacktestSummary {
  return {
    id: '01890000-0000-7000-8000-000000000101',
    origin: 'native',
    strategyId: '01890000-0000-7000-8000-000000000201',
    strategyName: 'Trend 20/50',
    strategyType: 'trend_following',
    strategyVersion: 1,
    datasetId: '01890000-0000-7000-8000-000000000001',
    datasetName: 'S&P 500 daily (sample)',
    status: 'completed',
    progress: 1,
    errorCode: null,
    errorMessage: null,
    startDate: '2000-01-03',
    endDate: '2020-04-17',
    initialCash: 100_000,
    totalReturn: 0.8421,
    cagr: 0.0305,
    sharpeRatio: 0.31,
    sharpeLow: -0.12,
    sharpeHigh: 0.74,
    maxDrawdown: -0.2544,
    totalTrades: 0,
    createdAtMs: Date.UTC(2026, 0, 2, 10, 5),
    startedAtMs: Date.UTC(2026, 0, 2, 10, 5),
    completedAtMs: Date.UTC(2026, 0, 2, 10, 6),
    durationMs: 240,
    ...changes,
  }
}

/** No strategy has been judged at any gate. */
export const NO_GATES: Overview['gates'] = {
  ...{ devPassed: 0, devFailed: 0, devIncomplete: 0 },
  ...{ crvPassed: 0, crvFailed: 0, crvIncomplete: 0 },
  ...{ productPassed: 0, productFailed: 0, productIncomplete: 0 },
}

/** An overview of an empty workspace, changed where a test cares. */
export function makeOverview(changes: Partial<Overview> = {}): Overview {
  return {
    strategiesByStatus: {},
    backtestsByStatus: {},
    datasets: 0,
    finishedSweeps: 0,
    finishedValidations: 0,
    gates: { ...NO_GATES },
    latestBacktests: [],
    ...changes,
  }
}

/** One page that is also the last. */
export function pageOf<Item>(...items: Item[]) {
  return { items, nextCursor: null, total: items.length }
}
