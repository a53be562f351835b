import type { DatabaseHandle } from '#core/database/database.ts'
import { bindBytes, bindInstant } from '#core/database/dialect.ts'
import { prepared } from '#core/database/preparedStatements.ts'
import { decodeColumns, encodeColumns, SERIES_CODEC } from '#core/database/seriesCodec.ts'
import type { Columns } from '#shared/domain/ledger.ts'
import type { Metrics } from '#shared/domain/metric.ts'
import type { RunIdentity } from '#shared/domain/runIdentity.ts'
import { perPeriodSharpe, spreadOf } from '#shared/domain/trialLedger.ts'
import { withDerivedEquity, withoutDerivedEquity } from './derivedEquity.ts'
import { requireFinite } from './requireFinite.ts'
import { moveRun, runNotFound } from './runState.ts'
import { getTrialFamily, recordTrials, type TrialRecord } from './trialLedgerRepository.ts'

export type ArtifactKind = 'positions' | 'trades' | 'fills'

/** One group of ledger columns, ready to store. Encoding is work for the thread that made them. */
export interface EncodedArtifact {
  readonly kind: ArtifactKind
  readonly codec: string
  readonly rowCount: number
  readonly bytes: Uint8Array
}

/** Throws `internal` when the columns differ in length. */
export function encodeArtifact(kind: ArtifactKind, columns: Columns): EncodedArtifact {
  const rowCount = Object.values(columns)[0]?.length ?? 0
  return { kind, codec: SERIES_CODEC, rowCount, bytes: encodeColumns(withoutDerivedEquity(columns)) }
}

export interface BacktestCompletion {
  readonly id: string
  readonly owner: string
  readonly metrics: Metrics
  readonly identity: RunIdentity
  readonly artifacts: readonly EncodedArtifact[]
  readonly nowMs: number
  readonly durationMs: number
}

/**
 * running -> completed, with metrics and artifacts in one transaction: whoever sees a completed run sees all of it.
 * Throws what `moveRun` throws, and `invalid_input` for a metric that is not finite.
 */
export async function completeBacktest(db: DatabaseHandle, completion: BacktestCompletion): Promise<void> {
  const { id, owner, metrics, artifacts } = completion
  requireFinite(metrics.values)
  await db.transaction(async (transaction) => {
    await moveRun(transaction, 'backtests', { id, owner, to: 'completed', changes: fromCompletion(db, completion) })
    if (artifacts.length > 0) await insertArtifacts(transaction, id, artifacts)
    await recordTrials(transaction, await describeTrial(transaction, completion))
  })
}

/** A completed run is one trial of its family. */
async function describeTrial(db: DatabaseHandle, { id, metrics, identity, nowMs }: BacktestCompletion): Promise<TrialRecord> {
  const family = await getTrialFamily(db, 'backtests', id)
  const sharpe = spreadOf([perPeriodSharpe(metrics)])
  return { ...family, dataHash: identity.data_hash, source: 'backtest', sourceId: id, trials: 1, sharpe, recordedAtMs: nowMs }
}

function fromCompletion(db: DatabaseHandle, { metrics, identity, nowMs, durationMs }: BacktestCompletion) {
  return {
    spec_hash: identity.spec_hash,
    data_hash: identity.data_hash,
    ledger_hash: identity.ledger_hash,
    engine_version: identity.engine_version,
    metric_version: identity.metric_version,
    metrics: JSON.stringify(metrics),
    total_return: metrics.values.total_return,
    cagr: metrics.values.cagr,
    sharpe_ratio: metrics.values.sharpe_ratio,
    sharpe_low: metrics.values.sharpe_low,
    sharpe_high: metrics.values.sharpe_high,
    max_drawdown: metrics.values.max_drawdown,
    total_trades: metrics.values.total_trades,
    progress: 1,
    completed_at: bindInstant(db.dialect, nowMs),
    duration_seconds: durationMs / 1000,
  }
}

async function insertArtifacts(db: DatabaseHandle, backtestId: string, artifacts: readonly EncodedArtifact[]): Promise<void> {
  const rows = artifacts.map(({ kind, codec, rowCount, bytes }) => ({
    backtest_id: backtestId,
    kind,
    codec,
    row_count: rowCount,
    bytes: bindBytes(bytes),
  }))
  await db.run((knex) => prepared(knex('backtest_artifacts').insert(rows)))
}

interface ArtifactRow {
  codec: string
  bytes: Uint8Array
}

/** The columns of one artifact; null when the run has none (it has not completed). Throws `not_found` for an unknown run. */
export async function loadArtifact(db: DatabaseHandle, backtestId: string, kind: ArtifactKind): Promise<Columns | null> {
  const row: ArtifactRow | undefined = await db.run((knex) =>
    prepared(knex('backtest_artifacts').where({ backtest_id: backtestId, kind })).first('codec', 'bytes'),
  )
  if (row) return withDerivedEquity(kind, decodeColumns(row.bytes, row.codec))
  const run: unknown = await db.run((knex) => knex('backtests').where({ id: backtestId }).first('id'))
  if (!run) throw runNotFound('backtests', backtestId)
  return null
}
