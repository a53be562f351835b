import type { z } from 'zod'
import type { Backtest, BacktestSummary } from '#shared/domain/backtest.ts'
import type { GateResult } from '#shared/domain/gate.ts'
import type { TradeColumns } from '#shared/domain/ledger.ts'
import type { Strategy, StrategyDraft } from '#shared/domain/strategy.ts'
import type { Validation, ValidationMetrics, ValidationSummary, ValidationWindow } from '#shared/domain/validation.ts'
import type {
  backtestEntrySchema,
  executionMetadataSchema,
  GateEntry,
  OlderMetrics,
  strategyEntrySchema,
  validationEntrySchema,
} from './olderSchemas.ts'

/** How our objects look under the older names, in the older units. */

const percentOf = (fraction: number | null | undefined) => (fraction === null || fraction === undefined ? null : fraction * 100)
export const instantOf = (instantMs: number) => new Date(instantMs).toISOString()

/** Parameters that count bars. */
const WINDOW_NAMES = /^(slow|fast|entry|exit|period|lookback|window|length|train|formation)\w*$|_(bars|period|lookback|window)$/

export function strategyEntry(strategy: Pick<Strategy, 'id'> & Required<StrategyDraft>): z.infer<typeof strategyEntrySchema> {
  const { id, type, name, description, parameters, confidence } = strategy
  const windows = Object.entries(parameters).flatMap(([key, value]) =>
    WINDOW_NAMES.test(key) && Number.isInteger(value) ? [Number(value)] : [],
  )
  const volTarget = parameters['vol_target']
  return {
    id,
    strategy_type: type,
    name,
    description,
    confidence,
    parameters: {
      ...parameters,
      lookback: windows.length === 0 ? null : Math.max(...windows),
      vol_target: typeof volTarget === 'number' ? volTarget : null,
      position_size: 1,
    },
  }
}

export function backtestEntry(run: BacktestSummary, metrics: OlderMetrics | null): z.infer<typeof backtestEntrySchema> {
  return {
    backtest_id: run.id,
    strategy_id: run.strategyId,
    status: run.status,
    metrics,
    start_date: run.startDate,
    end_date: run.endDate,
    completed_at: run.completedAtMs === null ? null : instantOf(run.completedAtMs),
    duration_seconds: run.durationMs === null ? null : run.durationMs / 1000,
  }
}

export function executionMetadata({ identity, spec, dataHash, ...run }: Backtest): z.infer<typeof executionMetadataSchema> {
  return {
    seed: identity?.seed ?? spec?.seed ?? null,
    data_source: run.datasetName,
    progress: run.progress,
    error_message: run.errorMessage,
    spec_hash: identity?.spec_hash ?? null,
    data_hash: dataHash,
    ledger_hash: identity?.ledger_hash ?? null,
    engine_version: identity?.engine_version ?? null,
  }
}

/** `trades` give the mean return of a trade; without them it is not known. */
export function olderMetrics({ metrics }: Pick<Backtest, 'metrics'>, trades: TradeColumns | null): OlderMetrics | null {
  if (metrics === null) return null
  const figure = (name: string) => metrics.values[name] ?? null
  return {
    total_return: percentOf(figure('total_return')),
    max_drawdown: percentOf(figure('max_drawdown')),
    win_rate: percentOf(figure('win_rate')),
    sharpe_ratio: figure('sharpe_ratio'),
    sortino_ratio: figure('sortino_ratio'),
    calmar_ratio: figure('calmar_ratio'),
    profit_factor: figure('profit_factor'),
    total_trades: figure('total_trades'),
    avg_trade: percentOf(trades === null ? null : meanTradeReturn(trades)),
  }
}

/** Of a row in a list, which knows four of the nine. */
export function summaryMetrics(run: BacktestSummary): OlderMetrics | null {
  if (run.status !== 'completed') return null
  return {
    total_return: percentOf(run.totalReturn),
    max_drawdown: percentOf(run.maxDrawdown),
    sharpe_ratio: run.sharpeRatio,
    total_trades: run.totalTrades,
    ...{ win_rate: null, sortino_ratio: null, calmar_ratio: null, profit_factor: null, avg_trade: null },
  }
}

function meanTradeReturn({ pnl, units, entryPrice }: TradeColumns): number | null {
  if (pnl.length === 0) return null
  const total = pnl.reduce(
    (sum, profit, trade) => sum + profit / (Math.abs(units[trade] ?? Number.NaN) * (entryPrice[trade] ?? Number.NaN)),
    0,
  )
  return Number.isFinite(total) ? total / pnl.length : null
}

export function validationEntry(validation: ValidationSummary | Validation): z.infer<typeof validationEntrySchema> {
  return {
    validation_id: validation.id,
    strategy_id: validation.strategyId,
    status: validation.status,
    start_date: validation.startDate,
    end_date: validation.endDate,
    windows: 'windows' in validation && validation.windows !== null ? validation.windows.map(windowEntry) : null,
    metrics: validation.metrics === null ? null : metricsEntry(validation.metrics),
    error_message: validation.errorMessage,
    created_at: instantOf(validation.createdAtMs),
  }
}

function windowEntry(window: ValidationWindow) {
  return {
    window_id: window.windowId,
    train_start: window.trainStart,
    train_end: window.trainEnd,
    test_start: window.testStart,
    test_end: window.testEnd,
    train_sharpe: window.trainSharpe,
    test_sharpe: window.testSharpe,
    train_return: percentOf(window.trainReturn),
    test_return: percentOf(window.testReturn),
    train_drawdown: percentOf(window.trainDrawdown),
    test_drawdown: percentOf(window.testDrawdown),
    degradation: percentOf(window.degradation),
  }
}

function metricsEntry(metrics: ValidationMetrics) {
  return {
    num_windows: metrics.numWindows,
    avg_train_sharpe: metrics.avgTrainSharpe,
    avg_test_sharpe: metrics.avgTestSharpe,
    avg_degradation: percentOf(metrics.avgDegradation),
    stability_score: metrics.stabilityScore,
    passed: metrics.passed,
  }
}

/** A stale pass is no pass. */
export function gateEntry(result: GateResult): GateEntry {
  const bounded = result.checks.filter(({ threshold }) => threshold !== null)
  return {
    gate_status: result.stale ? 'stale' : result.verdict,
    passed: result.passed && !result.stale,
    checks: result.checks.map(({ id, title, state, value, summary }) => ({
      name: id,
      title,
      status: state,
      passed: state === 'PASS' || state === 'WARN' || state === 'WAIVED' || state === 'N/A',
      value,
      message: summary,
    })),
    thresholds: Object.fromEntries(bounded.flatMap(({ id, threshold }) => (threshold === null ? [] : [[id, threshold.bound]]))),
    actuals: Object.fromEntries(bounded.map(({ id, value }) => [id, value])),
    production_ready: result.productionReady === true && !result.stale,
    recommendation: result.recommendation,
    timestamp: instantOf(result.timestampMs),
  }
}
