import type { Backtest } from '#shared/domain/backtest.ts'
import type { PositionColumns, TradeColumns } from '#shared/domain/ledger.ts'
import { METRIC_NAMES } from '#shared/domain/metricRegistry.ts'
import { runSpecSchema } from '#shared/domain/runSpec.ts'
import { makeHash } from './ids.ts'
import { makeBacktestSummary } from './sampleRows.ts'

const DAY_MS = 86_400_000
const FIRST_MS = Date.UTC(2020, 0, 1)

const metrics = {
  values: {
    ...Object.fromEntries(METRIC_NAMES.map((name) => [name, 1])),
    total_return: 0.152,
    sharpe_ratio: 0.91,
    sharpe_low: 0.21,
    sharpe_high: 1.61,
    psr: 0.874,
    beta: null,
  },
  reasons: { beta: 'no benchmark was given' },
  ruined: false,
  periods_per_year: 252,
}

/** A completed run as a page sees it. */
export function makeFinishedRun(changes: Partial<Backtest> = {}): Backtest {
  return {
    ...makeBacktestSummary(),
    spec: runSpecSchema.parse({ strategy: { type: 'trend_following', parameters: { fast: 20, slow: 50 } } }),
    dataHash: makeHash('data'),
    identity: {
      spec_hash: makeHash('spec'),
      data_hash: makeHash('data'),
      engine_version: '1.0.0',
      metric_version: '2',
      seed: 42,
      ledger_hash: makeHash('ledger'),
    },
    metrics,
    instruments: ['SPX'],
    flags: [],
    ...changes,
  }
}

/** Four daily bars from 2020-01-01: equity 1000, 1100, 990, 1200 over closes 50, 60, 40, 75. */
export function makePositions(): PositionColumns {
  const equity = Float64Array.of(1000, 1100, 990, 1200)
  return {
    time: Float64Array.from({ length: 4 }, (_, bar) => FIRST_MS + bar * DAY_MS),
    close: Float64Array.of(50, 60, 40, 75),
    cash: equity,
    units: new Float64Array(4),
    equity,
  }
}

/** `count` long trades of one bar each; trade n (from 0) earns n - 1, so the first one loses. */
export function makeTrades(count: number): TradeColumns {
  const column = (value: (trade: number) => number) => Float64Array.from({ length: count }, (_, trade) => value(trade))
  return {
    entryBar: column((trade) => trade),
    exitBar: column((trade) => trade + 1),
    entryTime: column((trade) => FIRST_MS + trade * DAY_MS),
    exitTime: column((trade) => FIRST_MS + (trade + 1) * DAY_MS),
    units: column(() => 10),
    entryPrice: column(() => 50),
    exitPrice: column((trade) => 50 + (trade - 1) / 10),
    pnl: column((trade) => trade - 1),
    commission: column(() => 0.25),
    exitReason: column(() => 1),
  }
}
