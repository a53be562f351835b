import type { DatabaseHandle } from '#core/database/database.ts'
import { bindBytes } from '#core/database/dialect.ts'
import { prepared } from '#core/database/preparedStatements.ts'
import { decodeColumns, encodeColumns, SERIES_CODEC } from '#core/database/seriesCodec.ts'
import { assertNever } from '#shared/domain/appError.ts'
import type { Columns } from '#shared/domain/ledger.ts'
import type { Metrics } from '#shared/domain/metric.ts'
import type { RunIdentity } from '#shared/domain/runIdentity.ts'
import { perPeriodSharpe, spreadOf } from '#shared/domain/trialLedger.ts'
import { withDerivedEquity, withoutDerivedEquity } from './derivedEquity.ts'
import { requireFinite } from './requireFinite.ts'
import { completedState, explainRefusal, movedRun, moveRun, runNotFound, type Transition } from './runState.ts'
import { getTrialFamily, recordTrials, trialRow } from './trialLedgerRepository.ts'

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
 * running -> completed, with metrics, artifacts and its place in the trial ledger, all or nothing: whoever sees a completed
 * run sees all of it. Throws what `moveRun` throws, and `invalid_input` for a metric that is not finite.
 */
export async function completeBacktest(db: DatabaseHandle, completion: BacktestCompletion): Promise<void> {
  requireFinite(completion.metrics.values)
  switch (db.dialect) {
    case 'sqlite':
      return completeInSteps(db, completion)
    case 'postgres':
      return completeAtOnce(db, completion)
    default:
      return assertNever(db.dialect)
  }
}

async function completeInSteps(db: DatabaseHandle, completion: BacktestCompletion): Promise<void> {
  const { id, artifacts } = completion
  await db.transaction(async (transaction) => {
    await moveRun(transaction, 'backtests', transitionOf(db, completion))
    if (artifacts.length > 0)
      await transaction.run((knex) => knex('backtest_artifacts').insert(artifacts.map((artifact) => artifactRow(id, artifact))))
    await recordTrials(transaction, { ...(await getTrialFamily(transaction, 'backtests', id)), ...describeTrial(completion) })
  })
}

/**
 * On a server each statement costs a journey, so there it is one. What it inserts hangs on the row that moved: where the
 * move is refused, nothing is stored.
 */
async function completeAtOnce(db: DatabaseHandle, completion: BacktestCompletion): Promise<void> {
  const transition = transitionOf(db, completion)
  const moved: unknown[] = await db.run((knex) => {
    const run = movedRun(knex, 'backtests', transition).returning(['id', 'strategy_id', 'strategy_version', 'instruments'])
    const statement = knex.with('moved', run).with('counted', knex.raw(...insertTrial(trialRow(db, describeTrial(completion)))))
    if (completion.artifacts.length > 0) statement.with('stored', knex.raw(...insertArtifacts(completion)))
    return prepared(statement.from('moved').select('id'))
  })
  if (moved.length === 0) throw await explainRefusal(db, 'backtests', transition)
}

type Sql = [sql: string, bindings: (string | number | Buffer | null)[]]

function insertArtifacts({ id, artifacts }: BacktestCompletion): Sql {
  const rows = artifacts.map((artifact) => artifactRow(id, artifact))
  const sql = `INSERT INTO backtest_artifacts (backtest_id, kind, codec, row_count, bytes)
    SELECT moved.id, artifact.* FROM moved CROSS JOIN (VALUES ${rows.map(() => '(?, ?, ?::integer, ?::bytea)').join(', ')}) AS artifact`
  return [sql, rows.flatMap(({ kind, codec, row_count, bytes }) => [kind, codec, row_count, bytes])]
}

/** The family is that of `getTrialFamily`. */
function insertTrial(row: ReturnType<typeof trialRow>): Sql {
  const columns = Object.keys(row)
  const sql = `INSERT INTO trial_ledger (strategy_id, strategy_type, symbols, ${columns.join(', ')})
    SELECT moved.strategy_id, version.strategy_type,
      coalesce((SELECT string_agg(symbol, ',' ORDER BY symbol COLLATE "C") FROM json_array_elements_text(moved.instruments) AS symbol), ''),
      ${columns.map(() => '?').join(', ')}
    FROM moved JOIN strategy_versions AS version ON version.strategy_id = moved.strategy_id AND version.version = moved.strategy_version`
  return [sql, Object.values(row)]
}

/** A completed run is one trial of its family. */
function describeTrial({ id, metrics, identity, nowMs }: BacktestCompletion) {
  const sharpe = spreadOf([perPeriodSharpe(metrics)])
  return { dataHash: identity.data_hash, source: 'backtest', sourceId: id, trials: 1, sharpe, recordedAtMs: nowMs } as const
}

const transitionOf = (db: DatabaseHandle, completion: BacktestCompletion): Transition => ({
  id: completion.id,
  owner: completion.owner,
  to: 'completed',
  changes: fromCompletion(db, completion),
})

function fromCompletion(db: DatabaseHandle, completion: BacktestCompletion) {
  const { metrics, identity } = completion
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
    ...completedState(db, completion),
  }
}

function artifactRow(backtestId: string, { kind, codec, rowCount, bytes }: EncodedArtifact) {
  return { backtest_id: backtestId, kind, codec, row_count: rowCount, bytes: bindBytes(bytes) }
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
