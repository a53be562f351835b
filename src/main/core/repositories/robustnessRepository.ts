import type { DatabaseHandle } from '#core/database/database.ts'
import { bindInstant } from '#core/database/dialect.ts'
import { prepared } from '#core/database/preparedStatements.ts'
import { AppError } from '#shared/domain/appError.ts'
import type { Robustness, RobustnessSubject } from '#shared/domain/robustness.ts'
import { recordTrials, type TrialRecord } from './trialLedgerRepository.ts'

interface RobustnessRow extends SubjectColumns {
  id: string
  strategy_id: string
  strategy_version: number
  data_hash: string
  engine_version: string
  result: string
  created_at: number
}

function toRobustness(row: RobustnessRow): Robustness {
  return {
    id: row.id,
    strategyId: row.strategy_id,
    strategyVersion: row.strategy_version,
    subject: toSubject(row),
    dataHash: row.data_hash,
    engineVersion: row.engine_version,
    result: JSON.parse(row.result),
    createdAtMs: row.created_at,
  }
}

/** Which of the two is set says what was tested. */
export interface SubjectColumns {
  backtest_id: string | null
  validation_id: string | null
}

export function toSubject({ backtest_id, validation_id }: SubjectColumns): RobustnessSubject {
  return backtest_id === null ? { kind: 'validation', id: validation_id ?? '' } : { kind: 'backtest', id: backtest_id }
}

export function fromSubject({ kind, id }: RobustnessSubject): SubjectColumns {
  return { backtest_id: kind === 'backtest' ? id : null, validation_id: kind === 'validation' ? id : null }
}

/**
 * Stores a test, and what it tried in the trial ledger, in one transaction; `trials` is null when nothing was tried anew.
 * Throws `not_found` when its subject has gone meanwhile.
 */
export async function createRobustness(db: DatabaseHandle, test: Robustness, trials: TrialRecord | null): Promise<void> {
  const row = {
    id: test.id,
    strategy_id: test.strategyId,
    strategy_version: test.strategyVersion,
    ...fromSubject(test.subject),
    data_hash: test.dataHash,
    engine_version: test.engineVersion,
    result: JSON.stringify(test.result),
    created_at: bindInstant(db.dialect, test.createdAtMs),
  }
  await db.transaction(async (transaction) => {
    await transaction.run((knex) => prepared(knex('robustness_results').insert(row)))
    if (trials !== null) await recordTrials(transaction, trials)
  })
}

/** Throws `not_found`. */
export async function loadRobustness(db: DatabaseHandle, id: string): Promise<Robustness> {
  const row: RobustnessRow | undefined = await db.run((knex) => knex('robustness_results').where({ id }).first())
  if (row) return toRobustness(row)
  throw new AppError('not_found', 'What was tested has been deleted meanwhile.', { details: { id } })
}

/** Of one run or validation, or of all of one version of a strategy. */
export type RobustnessScope = RobustnessSubject | { readonly kind: 'strategy'; readonly id: string; readonly version: number }

/** The newest robustness test within the scope; null when there is none. */
export async function loadLatestRobustness(db: DatabaseHandle, scope: RobustnessScope): Promise<Robustness | null> {
  const row: RobustnessRow | undefined = await db.run((knex) =>
    prepared(knex('robustness_results').where(conditionOf(scope)))
      .orderBy([
        { column: 'created_at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .first(),
  )
  return row ? toRobustness(row) : null
}

function conditionOf(scope: RobustnessScope): Record<string, string | number> {
  switch (scope.kind) {
    case 'backtest':
      return { backtest_id: scope.id }
    case 'validation':
      return { validation_id: scope.id }
    case 'strategy':
      return { strategy_id: scope.id, strategy_version: scope.version }
  }
}
