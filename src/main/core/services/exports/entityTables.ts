import type { BacktestSummary } from '#shared/domain/backtest.ts'
import type { Dataset } from '#shared/domain/dataset.ts'
import type { CheckResult, GateResult } from '#shared/domain/gate.ts'
import type { Strategy } from '#shared/domain/strategy.ts'
import type { ValidationSummary } from '#shared/domain/validation.ts'
import { type CsvCell, type CsvTable, csvInstant } from './csvTable.ts'

/** A table drawn from named columns: the header and the cells cannot drift apart. */
export function tableOf<Item>(items: AsyncIterable<Item>, columns: Readonly<Record<string, (item: Item) => CsvCell>>): CsvTable {
  async function* rows() {
    for await (const item of items) yield Object.values(columns).map((cellOf) => cellOf(item))
  }
  return { header: Object.keys(columns), rows: rows() }
}

const instantOrNull = (instantMs: number | null) => (instantMs === null ? null : csvInstant(instantMs))

export function strategiesTable(items: AsyncIterable<Strategy>): CsvTable {
  return tableOf(items, {
    id: (strategy) => strategy.id,
    name: (strategy) => strategy.name,
    strategy_type: (strategy) => strategy.type,
    status: (strategy) => strategy.status,
    version: (strategy) => strategy.version,
    confidence: (strategy) => strategy.confidence,
    parameters: (strategy) => JSON.stringify(strategy.parameters),
    tags: (strategy) => strategy.tags.join(' '),
    description: (strategy) => strategy.description,
    author: (strategy) => strategy.author,
    hypothesis: (strategy) => strategy.hypothesis,
    intended_use: (strategy) => strategy.intendedUse,
    limitations: (strategy) => strategy.limitations,
    created_at: (strategy) => csvInstant(strategy.createdAtMs),
    updated_at: (strategy) => csvInstant(strategy.updatedAtMs),
  })
}

/** Fractions, not percent. */
export function backtestsTable(items: AsyncIterable<BacktestSummary>): CsvTable {
  return tableOf(items, {
    id: (run) => run.id,
    strategy_id: (run) => run.strategyId,
    strategy_name: (run) => run.strategyName,
    strategy_version: (run) => run.strategyVersion,
    dataset: (run) => run.datasetName,
    status: (run) => run.status,
    start_date: (run) => run.startDate,
    end_date: (run) => run.endDate,
    initial_capital: (run) => run.initialCash,
    total_return: (run) => run.totalReturn,
    cagr: (run) => run.cagr,
    sharpe_ratio: (run) => run.sharpeRatio,
    max_drawdown: (run) => run.maxDrawdown,
    total_trades: (run) => run.totalTrades,
    error_message: (run) => run.errorMessage,
    created_at: (run) => csvInstant(run.createdAtMs),
    completed_at: (run) => instantOrNull(run.completedAtMs),
    duration_ms: (run) => run.durationMs,
  })
}

/** Fractions, not percent. */
export function validationsTable(items: AsyncIterable<ValidationSummary>): CsvTable {
  return tableOf(items, {
    id: (validation) => validation.id,
    strategy_id: (validation) => validation.strategyId,
    strategy_name: (validation) => validation.strategyName,
    strategy_version: (validation) => validation.strategyVersion,
    dataset: (validation) => validation.datasetName,
    status: (validation) => validation.status,
    start_date: (validation) => validation.startDate,
    end_date: (validation) => validation.endDate,
    window_size_days: (validation) => validation.windowSizeDays,
    train_size_days: (validation) => validation.trainSizeDays,
    windows: (validation) => validation.metrics?.numWindows ?? null,
    avg_train_sharpe: (validation) => validation.metrics?.avgTrainSharpe ?? null,
    avg_test_sharpe: (validation) => validation.metrics?.avgTestSharpe ?? null,
    avg_degradation: (validation) => validation.metrics?.avgDegradation ?? null,
    stability_score: (validation) => validation.metrics?.stabilityScore ?? null,
    passed: (validation) => validation.metrics?.passed ?? null,
    stitched_sharpe: (validation) => validation.testSharpe,
    stitched_return: (validation) => validation.testReturn,
    stitched_drawdown: (validation) => validation.testDrawdown,
    trials: (validation) => validation.trialCount,
    error_message: (validation) => validation.errorMessage,
    created_at: (validation) => csvInstant(validation.createdAtMs),
    completed_at: (validation) => instantOrNull(validation.completedAtMs),
    duration_ms: (validation) => validation.durationMs,
  })
}

export function datasetsTable(items: AsyncIterable<Dataset>): CsvTable {
  return tableOf(items, {
    id: (dataset) => dataset.id,
    name: (dataset) => dataset.name,
    symbol: (dataset) => dataset.symbol,
    source: (dataset) => dataset.source,
    data_hash: (dataset) => dataset.dataHash,
    bars: (dataset) => dataset.barCount,
    first_time: (dataset) => csvInstant(dataset.firstTimeMs),
    last_time: (dataset) => csvInstant(dataset.lastTimeMs),
    adjusted: (dataset) => dataset.adjusted,
    kind: (dataset) => dataset.kind,
    survivorship: (dataset) => dataset.survivorship,
    rejected_rows: (dataset) => dataset.quality.rejectedRows,
    gap_fraction: (dataset) => dataset.quality.gapFraction,
    created_at: (dataset) => csvInstant(dataset.createdAtMs),
  })
}

/** One row a check, so that a spreadsheet can filter by check and state; an adopted result, which has none, is one row. */
export function gateResultsTable(items: AsyncIterable<GateResult>): CsvTable {
  async function* checks() {
    for await (const result of items) {
      const checks: readonly (CheckResult | null)[] = result.checks.length > 0 ? result.checks : [null]
      for (const check of checks) yield { result, check }
    }
  }
  return tableOf(checks(), {
    gate_result_id: ({ result }) => result.id,
    strategy_id: ({ result }) => result.strategyId,
    strategy_version: ({ result }) => result.binding?.strategyVersion ?? null,
    backtest_id: ({ result }) => result.binding?.backtestId ?? null,
    gate: ({ result }) => result.gateType,
    verdict: ({ result }) => result.verdict,
    stale: ({ result }) => result.stale,
    policy_version: ({ result }) => result.binding?.policyVersion ?? null,
    timestamp: ({ result }) => csvInstant(result.timestampMs),
    check: ({ check }) => check?.id ?? null,
    title: ({ check }) => check?.title ?? null,
    state: ({ check }) => check?.state ?? null,
    value: ({ check }) => check?.value ?? null,
    comparison: ({ check }) => check?.threshold?.comparison ?? null,
    threshold: ({ check }) => check?.threshold?.bound ?? null,
    margin: ({ check }) => check?.margin ?? null,
    summary: ({ check }) => check?.summary ?? null,
    action: ({ check }) => check?.action ?? null,
  })
}
