import { describe, expect, it } from 'vitest'
import type { DatabaseHandle } from '#core/database/database.ts'
import { completeBacktest } from '#core/repositories/backtestCompletion.ts'
import { getBacktest } from '#core/repositories/backtestRepository.ts'
import { completePipeline } from '#core/repositories/pipelineRepository.ts'
import { completeRobustness } from '#core/repositories/robustnessJobRepository.ts'
import {
  cancelRun,
  failRun,
  interruptAbandonedRuns,
  listLeases,
  type RunTable,
  renewLease,
  requeueRun,
  startRun,
} from '#core/repositories/runState.ts'
import { completeSweep } from '#core/repositories/sweepCompletion.ts'
import { completeValidation } from '#core/repositories/validationCompletion.ts'
import { createValidation } from '#core/repositories/validationRepository.ts'
import { RUN_STATUSES, RUN_TRANSITIONS, type RunStatus } from '#shared/domain/backtest.ts'
import { makeId, NEW_YEAR_2024_MS } from '../builders/ids.ts'
import { storePipeline } from '../builders/pipelines.ts'
import { makeRobustnessCompletion, storeRobustnessJob } from '../builders/robustnessJobs.ts'
import { makeCompletion } from '../builders/runs.ts'
import { storeBacktest, storeRunningBacktest, storeRunParents } from '../builders/storedRuns.ts'
import { makeSweepCompletion, storeSweep } from '../builders/sweeps.ts'
import { makeNewValidation, makeValidationCompletion } from '../builders/validations.ts'
import { describeOnBothDialects } from './dialects.ts'

const nowMs = NEW_YEAR_2024_MS + 5000
const lease = { owner: 'worker-1', nowMs, leaseMs: 30_000 }

type Move = (db: DatabaseHandle, id: string) => Promise<unknown>

/** One way into each state. */
const MOVES: Record<RunTable, Record<RunStatus, Move>> = {
  backtests: {
    ...movesOf('backtests'),
    completed: (db, id) => completeBacktest(db, makeCompletion(id)),
  },
  validations: {
    ...movesOf('validations'),
    completed: (db, id) => completeValidation(db, makeValidationCompletion(id)),
  },
  sweeps: {
    ...movesOf('sweeps'),
    completed: (db, id) => completeSweep(db, makeSweepCompletion(id)),
  },
  pipelines: {
    ...movesOf('pipelines'),
    completed: (db, id) => completePipeline(db, { id, owner: lease.owner, nowMs, durationMs: 12 }),
  },
  robustness_jobs: {
    ...movesOf('robustness_jobs'),
    completed: async (db, id) => {
      const parents: { strategyId: string } = await db.run((knex) => knex('strategies').first({ strategyId: 'id' }))
      const subject = { kind: 'backtest', id: await storeBacktest(db, await storeRunParents(db)) } as const
      return completeRobustness(db, makeRobustnessCompletion(id, { ...parents, subject }))
    },
  },
}

function movesOf(table: RunTable): Record<Exclude<RunStatus, 'completed'>, Move> {
  return {
    pending: (db, id) => requeueRun(db, table, id),
    running: (db, id) => startRun(db, table, { id, ...lease }),
    failed: (db, id) => failRun(db, table, { id, errorCode: 'run_failed', errorMessage: 'No bars in this period.', nowMs }),
    cancelled: (db, id) => cancelRun(db, table, { id, nowMs }),
    interrupted: (db) => interruptAbandonedRuns(db, table, { nowMs, deadOwners: ['worker-1'] }),
  }
}

/** The moves that bring a pending run into each state. */
const PATHS: Record<RunStatus, readonly RunStatus[]> = {
  pending: [],
  running: ['running'],
  completed: ['running', 'completed'],
  failed: ['running', 'failed'],
  cancelled: ['running', 'cancelled'],
  interrupted: ['running', 'interrupted'],
}

async function storeRun(db: DatabaseHandle, table: RunTable): Promise<string> {
  const parents = await storeRunParents(db)
  if (table === 'backtests') return storeBacktest(db, parents)
  if (table === 'sweeps') return storeSweep(db, parents)
  if (table === 'pipelines') return storePipeline(db, parents)
  if (table === 'robustness_jobs') {
    const subject = { kind: 'backtest', id: await storeBacktest(db, parents) } as const
    return storeRobustnessJob(db, { ...parents, subject })
  }
  const validation = makeNewValidation(parents)
  await createValidation(db, validation)
  return validation.id
}

async function statusOf(db: DatabaseHandle, table: RunTable, id: string): Promise<RunStatus> {
  const row: { status: RunStatus } = await db.run((knex) => knex(table).where({ id }).first('status'))
  return row.status
}

describeOnBothDialects('the states of a run', (makeDatabase) => {
  describe.each<RunTable>(['backtests', 'validations', 'sweeps', 'pipelines', 'robustness_jobs'])('of %s', (table) => {
    it.each(RUN_STATUSES)('from %s allow what the domain allows and nothing else', async (from) => {
      const db = await makeDatabase()
      for (const to of RUN_STATUSES) {
        // Interruption finds its runs itself, so what it must not touch is looked at below.
        if (to === 'interrupted') continue
        const id = await storeRun(db, table)
        for (const step of PATHS[from]) await MOVES[table][step](db, id)
        if (RUN_TRANSITIONS[from].includes(to)) {
          await MOVES[table][to](db, id)
          expect(await statusOf(db, table, id)).toBe(to)
        } else {
          await expect(MOVES[table][to](db, id)).rejects.toMatchObject({ code: 'invalid_transition', details: { id, from, to } })
          expect(await statusOf(db, table, id)).toBe(from)
        }
      }
    })

    it('are missing for an unknown run', async () => {
      const db = await makeDatabase()
      const id = makeId()
      for (const to of ['pending', 'running', 'completed', 'failed', 'cancelled'] as const) {
        await expect(MOVES[table][to](db, id)).rejects.toMatchObject({ code: 'not_found', details: { id } })
      }
    })
  })

  it('give a run to one of many processes that want it', async () => {
    const db = await makeDatabase()
    const id = await storeBacktest(db, await storeRunParents(db))
    const attempts = Array.from({ length: 8 }, (_, index) => startRun(db, 'backtests', { id, ...lease, owner: `worker-${index}` }))
    const outcomes = await Promise.allSettled(attempts)
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await listLeases(db, 'backtests')).toMatchObject([{ runId: id, owner: expect.stringMatching(/^worker-\d$/), isExpired: false }])
  })

  it('let only the owner renew, finish or fail its run', async () => {
    const db = await makeDatabase()
    const id = await storeRunningBacktest(db, await storeRunParents(db))
    const heartbeat = { id, progress: 0.25, leaseMs: 60_000 }
    expect(await renewLease(db, 'backtests', { ...heartbeat, owner: 'intruder' })).toBe(false)
    await expect(completeBacktest(db, makeCompletion(id, { owner: 'intruder' }))).rejects.toMatchObject({ code: 'conflict' })
    const failure = { id, owner: 'intruder', errorCode: 'internal', errorMessage: 'x', nowMs } as const
    await expect(failRun(db, 'backtests', failure)).rejects.toMatchObject({ code: 'conflict' })
    expect(await renewLease(db, 'backtests', { ...heartbeat, owner: 'worker-1' })).toBe(true)
    expect(await getBacktest(db, id)).toMatchObject({ status: 'running', progress: 0.25 })
    await cancelRun(db, 'backtests', { id, nowMs })
    expect(await renewLease(db, 'backtests', { ...heartbeat, owner: 'worker-1' })).toBe(false)
    await expect(completeBacktest(db, makeCompletion(id))).rejects.toMatchObject({ code: 'invalid_transition' })
  })

  it('refuse progress beyond the end', async () => {
    const db = await makeDatabase()
    const id = await storeRunningBacktest(db, await storeRunParents(db))
    const heartbeat = { id, owner: 'worker-1', progress: 1.5, leaseMs: 1 }
    await expect(renewLease(db, 'backtests', heartbeat)).rejects.toMatchObject({ code: 'invalid_input' })
  })

  it('keep why a run failed', async () => {
    const db = await makeDatabase()
    const id = await storeRunningBacktest(db, await storeRunParents(db))
    await MOVES.backtests.failed(db, id)
    const failed = { status: 'failed', errorCode: 'run_failed', errorMessage: 'No bars in this period.', completedAtMs: nowMs }
    expect(await getBacktest(db, id)).toMatchObject(failed)
  })

  it('interrupt runs whose lease expired or whose process is dead, and no other', async () => {
    const db = await makeDatabase()
    const parents = await storeRunParents(db)
    const start = async (owner: string, leaseMs: number) => {
      const id = await storeBacktest(db, parents)
      await startRun(db, 'backtests', { id, owner, nowMs, leaseMs })
      return id
    }
    const [expired, dead, alive] = [await start('asleep', -1), await start('dead', 30_000), await start('alive', 30_000)]
    const pending = await storeBacktest(db, parents)
    expect(await interruptAbandonedRuns(db, 'backtests', { nowMs, withExpired: false })).toEqual([])
    const interrupted = await interruptAbandonedRuns(db, 'backtests', { nowMs, deadOwners: ['dead'] })
    const { strategyId } = parents
    expect(interrupted.map(({ id }) => id).sort()).toEqual([expired, dead].sort())
    expect(interrupted).toContainEqual({ id: dead, strategyId })
    for (const id of [expired, dead]) expect(await getBacktest(db, id)).toMatchObject({ status: 'interrupted', errorCode: 'unavailable' })
    expect((await getBacktest(db, alive)).status).toBe('running')
    expect((await getBacktest(db, pending)).status).toBe('pending')
    expect(await interruptAbandonedRuns(db, 'backtests', { nowMs })).toEqual([])
  })

  it('let an interrupted run begin again as if new', async () => {
    const db = await makeDatabase()
    const id = await storeBacktest(db, await storeRunParents(db))
    const before = await getBacktest(db, id)
    await startRun(db, 'backtests', { id, ...lease })
    await renewLease(db, 'backtests', { id, owner: 'worker-1', progress: 0.5, leaseMs: 1 })
    await interruptAbandonedRuns(db, 'backtests', { nowMs, deadOwners: ['worker-1'] })
    await requeueRun(db, 'backtests', id)
    expect(await getBacktest(db, id)).toEqual(before)
  })
})
