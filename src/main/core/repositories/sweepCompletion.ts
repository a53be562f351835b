import type { DatabaseHandle } from '#core/database/database.ts'
import { bindBytes } from '#core/database/dialect.ts'
import { prepared } from '#core/database/preparedStatements.ts'
import { decodeColumns } from '#core/database/seriesCodec.ts'
import { AppError } from '#shared/domain/appError.ts'
import type { Columns } from '#shared/domain/ledger.ts'
import type { SweepRow } from '#shared/domain/sweep.ts'
import type { SharpeSpread } from '#shared/domain/trialLedger.ts'
import { requireFinite } from './requireFinite.ts'
import { completedState, moveRun, runNotFound } from './runState.ts'
import { getTrialFamily, recordTrials } from './trialLedgerRepository.ts'

/** The rows of a sweep as one artifact: a column for every axis and every metric, encoded by the thread that made them. */
export interface EncodedRows {
  readonly codec: string
  readonly rowCount: number
  readonly bytes: Uint8Array
}

export interface SweepCompletion {
  readonly id: string
  readonly owner: string
  readonly dataHash: string
  readonly engineVersion: string
  readonly metricVersion: string
  readonly rowsHash: string
  readonly rows: EncodedRows
  /** First by the sweep's ranking. */
  readonly best: SweepRow
  /** Of the trials' per-period Sharpe ratios. */
  readonly sharpe: SharpeSpread
  readonly nowMs: number
  readonly durationMs: number
}

/**
 * running -> completed, with the rows and their count in the trial ledger, all or nothing. Throws what `moveRun` throws,
 * and `invalid_input` for a metric that is not finite.
 */
export async function completeSweep(db: DatabaseHandle, completion: SweepCompletion): Promise<void> {
  const { id, owner, best, rows, dataHash, sharpe, nowMs } = completion
  requireFinite({ score: best.score, ...best.metrics })
  await db.transaction(async (transaction) => {
    await moveRun(transaction, 'sweeps', { id, owner, to: 'completed', changes: fromCompletion(db, completion) })
    const row = { sweep_id: id, codec: rows.codec, row_count: rows.rowCount, bytes: bindBytes(rows.bytes) }
    await transaction.run((knex) => prepared(knex('sweep_rows').insert(row)))
    const family = await getTrialFamily(transaction, 'sweeps', id)
    const trials = rows.rowCount
    await recordTrials(transaction, { ...family, dataHash, source: 'sweep', sourceId: id, trials, sharpe, recordedAtMs: nowMs })
  })
}

function fromCompletion(db: DatabaseHandle, completion: SweepCompletion) {
  const { best } = completion
  const metric = (name: string) => best.metrics[name] ?? null
  return {
    data_hash: completion.dataHash,
    engine_version: completion.engineVersion,
    metric_version: completion.metricVersion,
    rows_hash: completion.rowsHash,
    best: JSON.stringify(best),
    total_return: metric('total_return'),
    cagr: metric('cagr'),
    sharpe_ratio: metric('sharpe_ratio'),
    max_drawdown: metric('max_drawdown'),
    total_trades: metric('total_trades'),
    ...completedState(db, completion),
  }
}

interface RowsRecord {
  codec: string
  bytes: Uint8Array
}

/** The rows of a completed sweep in columns, in the order of trials. Throws `not_found`, also while there are none yet. */
export async function loadSweepRows(db: DatabaseHandle, id: string): Promise<Columns> {
  const record: RowsRecord | undefined = await db.run((knex) =>
    prepared(knex('sweep_rows').where({ sweep_id: id })).first('codec', 'bytes'),
  )
  if (record) return decodeColumns(record.bytes, record.codec)
  const sweep: { status: string } | undefined = await db.run((knex) => knex('sweeps').where({ id }).first('status'))
  if (!sweep) throw runNotFound('sweeps', id)
  throw new AppError('not_found', `This sweep is ${sweep.status}; its rows exist once it has completed.`, { details: { id } })
}
