import type { BacktestCompletion } from '#core/repositories/backtestCompletion.ts'
import { encodeArtifact } from '#core/repositories/backtestCompletion.ts'
import type { NewBacktest } from '#core/repositories/backtestRepository.ts'
import type { RunLedger } from '#shared/domain/ledger.ts'
import { METRIC_NAMES, type MetricName, type Metrics } from '#shared/domain/metric.ts'
import type { RunIdentity } from '#shared/domain/runIdentity.ts'
import { type RunSpec, runSpecSchema } from '#shared/domain/runSpec.ts'
import { DAY_MS, makeHash, makeId, NEW_YEAR_2024_MS } from './ids.ts'

export function makeRunSpec(changes: Partial<RunSpec> = {}): RunSpec {
  const strategy = { type: 'trend_following', parameters: { fast: 10, slow: 20, average: 'sma', direction: 'long_only' } }
  const cost_model = { type: 'percentage', percentage: 0.002, minimum_commission: 0 }
  return { ...runSpecSchema.parse({ strategy, cost_model, start_date: '2024-01-01', end_date: '2024-09-16' }), ...changes }
}

/** A pending run; the caller names the strategy and dataset it belongs to. */
export function makeNewBacktest(parents: { strategyId: string; datasetId: string }, changes: Partial<NewBacktest> = {}): NewBacktest {
  const id = changes.id ?? makeId()
  return {
    id,
    ...parents,
    strategyVersion: 1,
    spec: makeRunSpec(),
    specHash: makeHash('spec'),
    dataHash: makeHash('data'),
    startDate: '2024-01-01',
    endDate: '2024-09-16',
    instruments: ['SP500'],
    dataSource: 'sample',
    createdAtMs: NEW_YEAR_2024_MS,
    ...changes,
  }
}

/** Every metric null with a reason, but for those given. */
export function makeMetrics(values: Partial<Record<MetricName, number | null>> = {}): Metrics {
  const known = { total_return: 0.152, cagr: 0.07, sharpe_ratio: 0.9, max_drawdown: -0.12, total_trades: 12, ...values }
  const unknown = METRIC_NAMES.filter((name) => (known as Partial<Metrics['values']>)[name] === undefined)
  return {
    values: { ...(Object.fromEntries(unknown.map((name) => [name, null])) as Metrics['values']), ...known },
    reasons: Object.fromEntries(unknown.map((name) => [name, 'not computed in this fixture'])),
    ruined: false,
    periods_per_year: 252,
  }
}

export function makeIdentity(changes: Partial<RunIdentity> = {}): RunIdentity {
  return {
    spec_hash: makeHash('spec'),
    data_hash: makeHash('data'),
    engine_version: '1.0.0',
    metric_version: '2',
    seed: 42,
    ledger_hash: makeHash('ledger'),
    ...changes,
  }
}

/** A ledger of one trade over `bars` bars: bought at bar 2, sold at the last but one. */
export function makeLedger(bars = 20): RunLedger {
  const times = Float64Array.from({ length: bars }, (_, bar) => NEW_YEAR_2024_MS + bar * DAY_MS)
  const exit = bars - 2
  const held = (bar: number) => (bar >= 2 && bar < exit ? 100 : 0)
  const close = Float64Array.from({ length: bars }, (_, bar) => 100 + bar)
  const units = Float64Array.from({ length: bars }, (_, bar) => held(bar))
  const cash = units.map((held, bar) => (held > 0 ? 89_800 : bar < 2 ? 100_000 : 89_800 + 100 * (100 + exit)))
  const one = (value: number) => Float64Array.of(value)
  return {
    fills: {
      bar: Float64Array.of(2, exit),
      decisionBar: Float64Array.of(1, exit - 1),
      time: Float64Array.of(times[2] as number, times[exit] as number),
      units: Float64Array.of(100, -100),
      price: Float64Array.of(102, 100 + exit),
      commission: Float64Array.of(0, 0),
      reason: Float64Array.of(0, 0),
    },
    trades: {
      entryBar: one(2),
      exitBar: one(exit),
      entryTime: one(times[2] as number),
      exitTime: one(times[exit] as number),
      units: one(100),
      entryPrice: one(102),
      exitPrice: one(100 + exit),
      pnl: one(100 * (exit - 2)),
      commission: one(0),
      exitReason: one(0),
    },
    positions: {
      time: times,
      close,
      cash,
      units,
      equity: cash.map((money, bar) => money + (units[bar] as number) * (close[bar] as number)),
    },
    ambiguousBars: 0,
    droppedOrders: 0,
    openTrades: 0,
    ruined: false,
  }
}

/** What a worker hands over when a run is done. */
export function makeCompletion(id: string, changes: Partial<BacktestCompletion> = {}): BacktestCompletion {
  return {
    id,
    owner: 'worker-1',
    metrics: makeMetrics(),
    identity: makeIdentity(),
    artifacts: changes.artifacts ?? encodeLedger(makeLedger()),
    nowMs: NEW_YEAR_2024_MS + 2000,
    durationMs: 1234.567,
    ...changes,
  }
}

const encodeLedger = ({ positions, trades, fills }: RunLedger) => [
  encodeArtifact('positions', { ...positions }),
  encodeArtifact('trades', { ...trades }),
  encodeArtifact('fills', { ...fills }),
]
