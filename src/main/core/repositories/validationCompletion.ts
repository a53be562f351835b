import type { DatabaseHandle } from '#core/database/database.ts'
import { bindBytes } from '#core/database/dialect.ts'
import { prepared } from '#core/database/preparedStatements.ts'
import { decodeColumns, encodeColumns, SERIES_CODEC } from '#core/database/seriesCodec.ts'
import type { Columns } from '#shared/domain/ledger.ts'
import type { TrialFamily } from '#shared/domain/trialLedger.ts'
import type { ValidationMetrics, ValidationOutcome, ValidationWindow } from '#shared/domain/validation.ts'
import { requireFinite } from './requireFinite.ts'
import { completedState, moveRun, runNotFound } from './runState.ts'
import { recordTrials } from './trialLedgerRepository.ts'

const ARTIFACT_KINDS = ['equity', 'trades', 'trials'] as const
export type ValidationArtifactKind = (typeof ARTIFACT_KINDS)[number]

export interface ValidationCompletion {
  readonly id: string
  readonly owner: string
  readonly windows: readonly ValidationWindow[]
  readonly metrics: ValidationMetrics
  readonly outcome: ValidationOutcome
  readonly artifacts: Readonly<Record<ValidationArtifactKind, Columns>>
  /** Where the trials are counted. */
  readonly family: TrialFamily & { readonly strategyId: string; readonly dataHash: string }
  readonly nowMs: number
  readonly durationMs: number
}

/**
 * running -> completed, with windows, curves and the count of trials in one transaction: whoever sees a completed
 * validation sees all of it. Throws what `moveRun` throws, and `invalid_input` for a number that is not finite.
 */
export async function completeValidation(db: DatabaseHandle, completion: ValidationCompletion): Promise<void> {
  const { id, owner, outcome, family, nowMs } = completion
  requireNumbers(completion)
  const rows = ARTIFACT_KINDS.map((kind) => encodeArtifact(id, kind, completion.artifacts[kind]))
  await db.transaction(async (transaction) => {
    await moveRun(transaction, 'validations', { id, owner, to: 'completed', changes: fromCompletion(db, completion) })
    await transaction.run((knex) => prepared(knex('validation_artifacts').insert(rows)))
    const count = { trials: outcome.trialCount, sharpe: outcome.trialSharpe }
    await recordTrials(transaction, { ...family, ...count, source: 'validation', sourceId: id, recordedAtMs: nowMs })
  })
}

function requireNumbers({ windows, metrics, outcome }: ValidationCompletion): void {
  const { numWindows, passed, ...averages } = metrics
  requireFinite(averages)
  requireFinite(outcome.stitched)
  for (const { windowId, trainStart, trainEnd, testStart, testEnd, detail, ...values } of windows) requireFinite(values)
}

function fromCompletion(db: DatabaseHandle, completion: ValidationCompletion) {
  const { windows, metrics, outcome } = completion
  return {
    windows: JSON.stringify(windows),
    metrics: JSON.stringify(metrics),
    num_windows: metrics.numWindows,
    avg_train_sharpe: metrics.avgTrainSharpe,
    avg_test_sharpe: metrics.avgTestSharpe,
    avg_degradation: metrics.avgDegradation,
    stability_score: metrics.stabilityScore,
    passed: metrics.passed,
    outcome: JSON.stringify(outcome),
    trial_count: outcome.trialCount,
    test_sharpe: outcome.stitched.sharpe,
    test_return: outcome.stitched.totalReturn,
    test_drawdown: outcome.stitched.maxDrawdown,
    ...completedState(db, completion),
  }
}

function encodeArtifact(id: string, kind: ValidationArtifactKind, columns: Columns) {
  const rowCount = Object.values(columns)[0]?.length ?? 0
  return { validation_id: id, kind, codec: SERIES_CODEC, row_count: rowCount, bytes: bindBytes(encodeColumns(columns)) }
}

interface ArtifactRow {
  codec: string
  bytes: Uint8Array
}

/** The columns of one artifact; null when the validation has none. Throws `not_found` for an unknown validation. */
export async function loadValidationArtifact(db: DatabaseHandle, id: string, kind: ValidationArtifactKind): Promise<Columns | null> {
  const row: ArtifactRow | undefined = await db.run((knex) =>
    prepared(knex('validation_artifacts').where({ validation_id: id, kind })).first('codec', 'bytes'),
  )
  if (row) return decodeColumns(row.bytes, row.codec)
  const validation: unknown = await db.run((knex) => knex('validations').where({ id }).first('id'))
  if (!validation) throw runNotFound('validations', id)
  return null
}
