import { AppError } from '#shared/domain/appError.ts'
import { type Backtest, type RepeatableBacktest, requireRepeatable } from '#shared/domain/backtest.ts'
import type { Metrics } from '#shared/domain/metric.ts'
import type { Strategy } from '#shared/domain/strategy.ts'
import type { DatabaseHandle } from '../../database/database.ts'
import { assembleLedger } from '../../jobs/assembleLedger.ts'
import type { RunOutcome } from '../../jobs/engineTasks.ts'
import { loadArtifact } from '../../repositories/backtestCompletion.ts'
import { findLatestCompletedBacktest, getBacktest } from '../../repositories/backtestRepository.ts'

/** The run that a gate judges: the one named, or the strategy's newest. Throws `not_found`, `invalid_input`, `invalid_transition`. */
export async function findJudgedRun(db: DatabaseHandle, strategy: Strategy, backtestId: string | null): Promise<RepeatableBacktest> {
  const backtest = backtestId === null ? await findLatestCompletedBacktest(db, strategy.id) : await getBacktest(db, backtestId)
  if (backtest === null) {
    throw new AppError('invalid_transition', `"${strategy.name}" has no completed run to judge. Run a backtest first.`, {
      details: { id: strategy.id },
    })
  }
  if (backtest.strategyId !== strategy.id) {
    throw new AppError('invalid_input', `Backtest ${backtest.id} belongs to another strategy. Choose one of "${strategy.name}".`, {
      details: { field: 'backtestId' },
    })
  }
  if (backtest.status !== 'completed') {
    throw new AppError('invalid_transition', `Backtest ${backtest.id} is ${backtest.status}; only a completed run can be judged.`, {
      details: { id: backtest.id },
    })
  }
  return requireRepeatable(backtest)
}

/** What the run left in the database: the evidence is read from there, never from memory. */
export async function loadOutcome(db: DatabaseHandle, backtest: Backtest): Promise<RunOutcome> {
  const positions = await loadArtifact(db, backtest.id, 'positions')
  const trades = await loadArtifact(db, backtest.id, 'trades')
  const fills = await loadArtifact(db, backtest.id, 'fills')
  if (positions === null || trades === null || fills === null || backtest.metrics === null || backtest.identity === null) {
    throw new AppError('data_invalid', `Backtest ${backtest.id} is marked completed but parts of its ledger are missing. Run it again.`)
  }
  const { identity, instruments } = backtest
  const metrics = backtest.metrics as Metrics
  return { ledger: assembleLedger({ positions, trades, fills, metrics, instruments }), metrics, identity }
}
