import { type Backtest, requireRepeatable } from '#shared/domain/backtest.ts'
import type { Columns } from '#shared/domain/ledger.ts'
import type { DatabaseHandle } from '../database/database.ts'
import { recordChange } from '../repositories/auditRepository.ts'
import { completeBacktest, encodeArtifact } from '../repositories/backtestCompletion.ts'
import { getBacktest, listBacktests } from '../repositories/backtestRepository.ts'
import type { RunOutcome } from './engineTasks.ts'
import { loadRunInput } from './loadRunInput.ts'
import type { RunEnd, RunKind } from './runQueue.ts'
import type { WorkerPool } from './workerPool.ts'

/** Backtests as the queue carries them out. */
export function backtestRuns(db: DatabaseHandle, pool: WorkerPool): RunKind<Backtest, RunOutcome> {
  return {
    table: 'backtests',
    noun: 'backtest',
    get: (id) => getBacktest(db, id),
    listPending: async (limit) => {
      const page = await listBacktests(db, { statuses: ['pending'], direction: 'asc', limit, cursor: null, withTotal: false })
      return page.items.map(({ id }) => id)
    },
    compute: async (run, progress) => {
      const { input } = await loadRunInput(db, requireRepeatable(run))
      return pool.run('backtest', input, progress)
    },
    complete: (run, outcome, end) => complete(db, run, { outcome, end }),
    describeChange: ({ id, strategyId }, status) => ({ kind: 'changed', backtestId: id, strategyId, status }),
    describeProgress: ({ id }, progress) => ({ kind: 'progress', backtestId: id, progress, barsPerSecond: null }),
  }
}

function complete(db: DatabaseHandle, run: Backtest, { outcome, end }: { outcome: RunOutcome; end: RunEnd }): Promise<void> {
  const { ledger, metrics, identity } = outcome
  const artifacts = [
    encodeArtifact('positions', columnsOf(ledger.positions)),
    encodeArtifact('trades', columnsOf(ledger.trades)),
    encodeArtifact('fills', columnsOf(ledger.fills)),
  ]
  const { strategyId, strategyVersion } = run
  return recordChange(
    db,
    (transaction) => completeBacktest(transaction, { id: run.id, metrics, identity, artifacts, ...end }),
    () => ({
      action: 'backtest.complete',
      objectType: 'backtest',
      objectId: run.id,
      payload: { strategyId, strategyVersion, identity },
      nowMs: end.nowMs,
    }),
  )
}

const columnsOf = (group: object): Columns => group as Columns
