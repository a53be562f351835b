import type { DatabaseHandle } from '#core/database/database.ts'
import { bindInstant, lockRows, readBoolean } from '#core/database/dialect.ts'
import type { ImprovementIteration, ImprovementObjective, Weakness } from '#shared/domain/improvement.ts'
import { requireFinite } from './requireFinite.ts'

interface IterationRow {
  id: string
  strategy_id: string
  iteration: number
  gate_result_id: string
  check_id: string
  weakness: Weakness
  reason: string
  change: string
  objective: ImprovementObjective
  in_sample_start: string
  in_sample_end: string
  score_before: number | null
  score_after: number | null
  feedback: string
  kept: boolean | number
  trials: number
  version_before: number
  version_after: number | null
  created_at: number
}

function toIteration(row: IterationRow): ImprovementIteration {
  return {
    id: row.id,
    strategyId: row.strategy_id,
    number: row.iteration,
    gateResultId: row.gate_result_id,
    checkId: row.check_id,
    weakness: row.weakness,
    reason: row.reason,
    change: JSON.parse(row.change),
    objective: row.objective,
    inSampleStart: row.in_sample_start,
    inSampleEnd: row.in_sample_end,
    scoreBefore: row.score_before,
    scoreAfter: row.score_after,
    feedback: row.feedback,
    kept: readBoolean(row.kept),
    trials: row.trials,
    versionBefore: row.version_before,
    versionAfter: row.version_after,
    createdAtMs: row.created_at,
  }
}

/**
 * Stores an iteration under the strategy's next number and answers it. Within a transaction: writers of the same strategy
 * wait for each other, so no number is given twice. Throws `invalid_input` for impossible figures.
 */
export async function recordIteration(
  transaction: DatabaseHandle,
  iteration: Omit<ImprovementIteration, 'number'>,
): Promise<ImprovementIteration> {
  const { strategyId, scoreBefore, scoreAfter } = iteration
  requireFinite({ scoreBefore, scoreAfter })
  await transaction.run((knex) => lockRows(transaction.dialect, knex('strategies').where({ id: strategyId })).select('id'))
  const [last]: { number: number | null }[] = await transaction.run((knex) =>
    knex('improvement_iterations').where({ strategy_id: strategyId }).max({ number: 'iteration' }),
  )
  const numbered = { ...iteration, number: (last?.number ?? 0) + 1 }
  await transaction.run((knex) => knex('improvement_iterations').insert(fromIteration(transaction, numbered)))
  return numbered
}

function fromIteration(db: DatabaseHandle, iteration: ImprovementIteration) {
  return {
    id: iteration.id,
    strategy_id: iteration.strategyId,
    iteration: iteration.number,
    gate_result_id: iteration.gateResultId,
    check_id: iteration.checkId,
    weakness: iteration.weakness,
    reason: iteration.reason,
    change: JSON.stringify(iteration.change),
    objective: iteration.objective,
    in_sample_start: iteration.inSampleStart,
    in_sample_end: iteration.inSampleEnd,
    score_before: iteration.scoreBefore,
    score_after: iteration.scoreAfter,
    feedback: iteration.feedback,
    kept: iteration.kept,
    trials: iteration.trials,
    version_before: iteration.versionBefore,
    version_after: iteration.versionAfter,
    created_at: bindInstant(db.dialect, iteration.createdAtMs),
  }
}

/** Newest first. */
export async function listIterations(
  db: DatabaseHandle,
  { strategyId, limit }: { strategyId: string; limit: number },
): Promise<ImprovementIteration[]> {
  const rows: IterationRow[] = await db.run((knex) =>
    knex('improvement_iterations').where({ strategy_id: strategyId }).orderBy('iteration', 'desc').limit(limit).select('*'),
  )
  return rows.map(toIteration)
}
