import type { DatabaseHandle } from '#core/database/database.ts'
import { bindInstant } from '#core/database/dialect.ts'
import { prepared } from '#core/database/preparedStatements.ts'
import type { StrategyType } from '#shared/domain/strategyType.ts'
import {
  familySymbols,
  joinSpreads,
  NO_SHARPE,
  type SharpeSpread,
  type TrialCount,
  type TrialFamily,
  type TrialSource,
} from '#shared/domain/trialLedger.ts'
import { requireFinite } from './requireFinite.ts'
import { type RunTable, runNotFound } from './runState.ts'

/** What one run, sweep or validation adds to the count of its family. */
export interface TrialRecord extends TrialFamily {
  readonly strategyId: string
  /** null: declared by a person, who need not say on which bars. */
  readonly dataHash: string | null
  readonly source: TrialSource
  /** Id of the run, sweep or validation; each counts once. */
  readonly sourceId: string
  /** Everything tried, whether or not it has a Sharpe ratio. */
  readonly trials: number
  /** Of the per-period Sharpe ratios. */
  readonly sharpe: SharpeSpread
  readonly recordedAtMs: number
}

/**
 * Adds to the ledger, for good: the database refuses to change or delete a row. Call within the transaction that
 * completes the source. Throws `conflict` when the source is recorded already, `invalid_input` for impossible figures.
 */
export async function recordTrials(db: DatabaseHandle, record: TrialRecord): Promise<void> {
  const { strategyId, strategyType, symbols } = record
  const row = { strategy_id: strategyId, strategy_type: strategyType, symbols, ...trialRow(db, record) }
  await db.run((knex) => prepared(knex('trial_ledger').insert(row)))
}

/** What a row of the ledger says beside the family it belongs to. Throws `invalid_input` for impossible figures. */
export function trialRow(db: DatabaseHandle, trial: Omit<TrialRecord, keyof TrialFamily | 'strategyId'>) {
  const { count, mean, m2 } = trial.sharpe
  requireFinite({ mean, m2 })
  return {
    source: trial.source,
    source_id: trial.sourceId,
    data_hash: trial.dataHash,
    trial_count: trial.trials,
    sharpe_count: count,
    sharpe_mean: mean,
    sharpe_m2: m2,
    recorded_at: bindInstant(db.dialect, trial.recordedAtMs),
  }
}

/** The family that a stored run or sweep counts in. Throws `not_found`. */
export async function getTrialFamily(
  db: DatabaseHandle,
  table: Extract<RunTable, 'backtests' | 'sweeps'>,
  id: string,
): Promise<TrialFamily & { readonly strategyId: string }> {
  const row: { strategy_id: string; strategy_type: StrategyType; instruments: string } | undefined = await db.run((knex) =>
    prepared(
      knex(table)
        .join('strategy_versions', (on) =>
          on.on('strategy_versions.strategy_id', `${table}.strategy_id`).on('strategy_versions.version', `${table}.strategy_version`),
        )
        .where(`${table}.id`, id),
    ).first(`${table}.strategy_id`, 'strategy_versions.strategy_type', `${table}.instruments`),
  )
  if (!row) throw runNotFound(table, id)
  return { strategyId: row.strategy_id, strategyType: row.strategy_type, symbols: familySymbols(JSON.parse(row.instruments)) }
}

interface LedgerRow {
  strategy_type: StrategyType
  symbols: string
  source: TrialSource
  trial_count: number
  sharpe_count: number
  sharpe_mean: number | null
  sharpe_m2: number | null
}

const COLUMNS = ['strategy_type', 'symbols', 'source', 'trial_count', 'sharpe_count', 'sharpe_mean', 'sharpe_m2'] as const

/** What a family has tried so far, strategies that were deleted since included; zero trials for a family nobody knows. */
export async function countTrials(db: DatabaseHandle, { strategyType, symbols }: TrialFamily): Promise<TrialCount> {
  const rows: LedgerRow[] = await db.run((knex) =>
    knex('trial_ledger')
      .where({ strategy_type: strategyType, symbols })
      .orderBy(['recorded_at', 'source_id'])
      .select(...COLUMNS),
  )
  return sumUp({ strategyType, symbols }, rows)
}

/** The families that a strategy's own trials belong to, by their instruments; each with everything tried in it. */
export async function countTrialsOfStrategy(db: DatabaseHandle, strategyId: string): Promise<TrialCount[]> {
  const families: Pick<LedgerRow, 'strategy_type' | 'symbols'>[] = await db.run((knex) =>
    knex('trial_ledger').where({ strategy_id: strategyId }).distinct('strategy_type', 'symbols').orderBy(['strategy_type', 'symbols']),
  )
  const counts: TrialCount[] = []
  for (const { strategy_type, symbols } of families) counts.push(await countTrials(db, { strategyType: strategy_type, symbols }))
  return counts
}

/** Rows are joined in the order they were recorded: the same ledger gives the same bits. */
function sumUp(family: TrialFamily, rows: readonly LedgerRow[]): TrialCount {
  const trialsBySource: TrialCount['trialsBySource'] = {}
  let trials = 0
  let spread = NO_SHARPE
  for (const row of rows) {
    trials += row.trial_count
    trialsBySource[row.source] = (trialsBySource[row.source] ?? 0) + row.trial_count
    spread = joinSpreads(spread, { count: row.sharpe_count, mean: row.sharpe_mean, m2: row.sharpe_m2 })
  }
  const { count, mean, m2 } = spread
  const sharpeVariance = m2 === null || count < 2 ? null : m2 / (count - 1)
  return { ...family, trials, trialsBySource, sharpeCount: count, sharpeMean: mean, sharpeVariance }
}
