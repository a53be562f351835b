import type { Knex } from 'knex'
import { encodeArtifact } from '#core/repositories/backtestCompletion.ts'
import { assertNever } from '#shared/domain/appError.ts'
import { bindBytes, bindInstant } from '../dialect.ts'
import { packVerdict } from '../packedVerdict.ts'
import type { ConvertedBacktest } from './convertBacktest.ts'
import type { ConvertedGateResult } from './convertGateResult.ts'
import type { ConvertedBatch } from './convertRows.ts'
import type { ConvertedRunState } from './convertRunState.ts'
import type { ConvertedStrategy } from './convertStrategy.ts'
import type { ConvertedValidation } from './convertValidation.ts'

/** Adds converted rows to the tables of this application; answers how many artifacts were made of curves and trades. */
export async function storeConverted(knex: Knex, batch: ConvertedBatch): Promise<number> {
  if (batch.rows.length === 0) return 0
  switch (batch.table) {
    case 'strategies':
      await storeStrategies(knex, batch.rows)
      return 0
    case 'backtests':
      return storeBacktests(knex, batch.rows)
    case 'validations':
      await knex('validations').insert(batch.rows.map(fromValidation))
      return 0
    case 'gate_results':
      await knex('gate_results').insert(batch.rows.map(fromGateResult))
      return 0
    default:
      return assertNever(batch)
  }
}

const instant = (instantMs: number) => bindInstant('postgres', instantMs)
const instantOrNull = (instantMs: number | null) => (instantMs === null ? null : instant(instantMs))

/** The older system kept no versions: what it knew is version 1. */
const FIRST_VERSION = 1

async function storeStrategies(knex: Knex, strategies: readonly ConvertedStrategy[]): Promise<void> {
  await knex('strategies').insert(
    strategies.map((strategy) => ({
      ...strategyContent(strategy),
      id: strategy.id,
      status: strategy.status,
      created_at: instant(strategy.createdAtMs),
      updated_at: instant(strategy.updatedAtMs),
      flags: JSON.stringify(strategy.flags),
    })),
  )
  await knex('strategy_versions').insert(
    strategies.map((strategy) => ({
      ...strategyContent(strategy),
      strategy_id: strategy.id,
      created_at: instant(strategy.createdAtMs),
    })),
  )
}

function strategyContent(strategy: ConvertedStrategy) {
  return {
    name: strategy.name,
    description: strategy.description,
    strategy_type: strategy.type,
    parameters: JSON.stringify(strategy.parameters),
    confidence: strategy.confidence,
    tags: JSON.stringify(['adopted']),
    author: '',
    hypothesis: '',
    intended_use: '',
    limitations: strategy.limitations,
    version: FIRST_VERSION,
  }
}

function runColumns(run: ConvertedRunState & Pick<ConvertedBacktest, 'id' | 'strategyId' | 'flags'>) {
  return {
    id: run.id,
    origin: 'adopted',
    strategy_id: run.strategyId,
    strategy_version: FIRST_VERSION,
    start_date: run.startDate,
    end_date: run.endDate,
    initial_capital: run.initialCash,
    status: run.status,
    progress: run.progress,
    error_code: run.errorCode,
    error_message: run.errorMessage,
    created_at: instant(run.createdAtMs),
    completed_at: instantOrNull(run.completedAtMs),
    duration_seconds: run.durationSeconds,
    flags: JSON.stringify(run.flags),
  }
}

async function storeBacktests(knex: Knex, backtests: readonly ConvertedBacktest[]): Promise<number> {
  await knex('backtests').insert(backtests.map(fromBacktest))
  const artifacts = backtests.flatMap(encodeArtifacts)
  if (artifacts.length > 0) await knex('backtest_artifacts').insert(artifacts)
  return artifacts.length
}

function fromBacktest(backtest: ConvertedBacktest) {
  const { metrics } = backtest
  return {
    ...runColumns(backtest),
    instruments: JSON.stringify(backtest.instruments),
    seed: backtest.seed,
    data_source: backtest.dataSource,
    metrics: metrics === null ? null : JSON.stringify(metrics),
    total_return: metrics?.values['total_return'] ?? null,
    sharpe_ratio: metrics?.values['sharpe_ratio'] ?? null,
    max_drawdown: metrics?.values['max_drawdown'] ?? null,
    total_trades: metrics?.values['total_trades'] ?? null,
  }
}

function encodeArtifacts({ id, artifacts }: ConvertedBacktest) {
  return (['positions', 'trades', 'fills'] as const).flatMap((kind) => {
    const columns = artifacts[kind]
    if (columns === undefined) return []
    const { codec, rowCount, bytes } = encodeArtifact(kind, columns)
    return [{ backtest_id: id, kind, codec, row_count: rowCount, bytes: bindBytes(bytes) }]
  })
}

function fromValidation(validation: ConvertedValidation) {
  const { numWindows, avgTrainSharpe, avgTestSharpe, avgDegradation, stabilityScore, passed, windows, legacy } = validation
  const metrics = { numWindows, avgTrainSharpe, avgTestSharpe, avgDegradation, stabilityScore, passed, legacy }
  return {
    ...runColumns(validation),
    window_size_days: validation.windowSizeDays,
    train_size_days: validation.trainSizeDays,
    windows: windows === null ? null : JSON.stringify(windows),
    metrics: JSON.stringify(metrics),
    num_windows: numWindows,
    avg_train_sharpe: avgTrainSharpe,
    avg_test_sharpe: avgTestSharpe,
    avg_degradation: avgDegradation,
    stability_score: stabilityScore,
    passed,
  }
}

/** The policy under which the older system judged has no name. */
const OLDER_POLICY = 'older system'

function fromGateResult(result: ConvertedGateResult) {
  return {
    id: result.id,
    origin: 'adopted',
    strategy_id: result.strategyId,
    gate_type: result.gateType,
    verdict: result.verdict,
    passed: false,
    policy_version: OLDER_POLICY,
    document: packVerdict(JSON.stringify({ older: result.results })),
    recommendation: result.recommendation,
    timestamp: instant(result.timestampMs),
    flags: JSON.stringify(result.flags),
  }
}
