import { performance } from 'node:perf_hooks'
import { type AppError, isAppError } from '#shared/domain/appError.ts'
import { type Backtest, type RunStatus, requireRepeatable } from '#shared/domain/backtest.ts'
import type { Columns } from '#shared/domain/ledger.ts'
import type { DatabaseHandle } from '../database/database.ts'
import { completeBacktest, encodeArtifact } from '../repositories/backtestCompletion.ts'
import { getBacktest, listBacktests } from '../repositories/backtestRepository.ts'
import { cancelRun, failRun, interruptAbandonedRuns, listLeaseOwners, renewLease, startRun } from '../repositories/runState.ts'
import type { RunOutcome } from './engineTasks.ts'
import { describeLeaseOwner, isOwnerKnownDead } from './leaseOwner.ts'
import { loadRunInput } from './loadRunInput.ts'
import type { RunEvents } from './runEvents.ts'
import type { WorkerPool } from './workerPool.ts'

const LEASE_MS = 30_000
const HEARTBEAT_MS = 5_000
/** Runs taken up at once when a database is opened; more wait for the next start. */
const TAKE_UP_LIMIT = 200

export interface RunQueueParts {
  readonly db: DatabaseHandle
  readonly pool: WorkerPool
  readonly events: RunEvents
  readonly now: () => number
  readonly log: (line: string) => void
  /** Random for every launch: tells this process from an earlier one with the same process id. */
  readonly launchId: string
}

/** Carries runs from `pending` to their end: takes a lease, computes in a worker thread, stores the result. */
export class RunQueue {
  readonly #parts: RunQueueParts
  readonly #owner: string
  readonly #active = new Map<string, { abort: AbortController; done: Promise<void> }>()
  #closed = false

  constructor(parts: RunQueueParts) {
    this.#parts = parts
    this.#owner = describeLeaseOwner(parts.launchId)
  }

  /** Works on a pending run in the background; its outcome is in the database and in the events. */
  enqueue(backtestId: string): void {
    if (this.#closed || this.#active.has(backtestId)) return
    const abort = new AbortController()
    const done = this.#work(backtestId, abort.signal)
      .catch((error: unknown) => this.#parts.log(`run ${backtestId}: ${error instanceof Error ? error.message : String(error)}`))
      .finally(() => this.#active.delete(backtestId))
    this.#active.set(backtestId, { abort, done })
  }

  /** Stops a pending or running run, here or in another process. Throws `not_found`, `invalid_transition`. */
  async cancel(backtestId: string): Promise<void> {
    const { db, now } = this.#parts
    const run = await getBacktest(db, backtestId)
    await cancelRun(db, 'backtests', { id: backtestId, nowMs: now() })
    this.#active.get(backtestId)?.abort.abort()
    this.#announce(run, 'cancelled')
  }

  /** Marks runs of dead processes as interrupted and takes up those that nobody began. */
  async takeUpOrphans(): Promise<void> {
    const { db, now } = this.#parts
    const deadOwners = (await listLeaseOwners(db, 'backtests')).filter((other) => isOwnerKnownDead(other, this.#owner))
    await interruptAbandonedRuns(db, 'backtests', { nowMs: now(), deadOwners })
    for (const { id } of (await listPending(db)).items) this.enqueue(id)
  }

  /** Runs that are under way here become `interrupted`. */
  async close(): Promise<void> {
    const { db, now } = this.#parts
    this.#closed = true
    for (const { abort } of this.#active.values()) abort.abort()
    await Promise.all([...this.#active.values()].map(({ done }) => done))
    await interruptAbandonedRuns(db, 'backtests', { nowMs: now(), deadOwners: [this.#owner] })
  }

  async #work(backtestId: string, signal: AbortSignal): Promise<void> {
    const run = await getBacktest(this.#parts.db, backtestId)
    if (!(await this.#start(run))) return
    const heartbeat = this.#startHeartbeat(run)
    try {
      const startedAt = performance.now()
      const outcome = await this.#compute(run, signal, heartbeat.report)
      heartbeat.stop()
      await this.#complete(run, outcome, performance.now() - startedAt)
    } catch (error) {
      heartbeat.stop()
      await this.#settle(run, error)
    }
  }

  /** false when somebody else began, cancelled or deleted the run first: nothing is left to do here. */
  async #start(run: Backtest): Promise<boolean> {
    const { db, now } = this.#parts
    try {
      await startRun(db, 'backtests', { id: run.id, owner: this.#owner, nowMs: now(), leaseExpiresAtMs: now() + LEASE_MS })
    } catch (error) {
      if (isAppError(error) && (error.code === 'invalid_transition' || error.code === 'not_found')) return false
      throw error
    }
    this.#announce(run, 'running')
    return true
  }

  #startHeartbeat(run: Backtest) {
    const { db, now, events } = this.#parts
    let progress = 0
    const beat = async () => {
      const heartbeat = { id: run.id, owner: this.#owner, progress, leaseExpiresAtMs: now() + LEASE_MS }
      const isHeld = await renewLease(db, 'backtests', heartbeat).catch(() => true)
      if (!isHeld) this.#active.get(run.id)?.abort.abort()
    }
    const timer = setInterval(() => void beat(), HEARTBEAT_MS)
    timer.unref()
    return {
      stop: () => clearInterval(timer),
      report: (fraction: number) => {
        progress = fraction
        events.publish({ kind: 'progress', backtestId: run.id, progress: fraction, barsPerSecond: null })
      },
    }
  }

  async #compute(run: Backtest, signal: AbortSignal, onProgress: (fraction: number) => void): Promise<RunOutcome> {
    const { db, pool } = this.#parts
    const { input } = await loadRunInput(db, requireRepeatable(run))
    return pool.run('backtest', input, { signal, onProgress })
  }

  async #complete(run: Backtest, { ledger, metrics, identity }: RunOutcome, durationMs: number): Promise<void> {
    const { db, now } = this.#parts
    const artifacts = [
      encodeArtifact('positions', columnsOf(ledger.positions)),
      encodeArtifact('trades', columnsOf(ledger.trades)),
      encodeArtifact('fills', columnsOf(ledger.fills)),
    ]
    await completeBacktest(db, { id: run.id, owner: this.#owner, metrics, identity, artifacts, nowMs: now(), durationMs })
    this.#announce(run, 'completed')
  }

  /** A cancelled run has its state already, or gets `interrupted` when this queue closes. */
  async #settle(run: Backtest, error: unknown): Promise<void> {
    const { db, now, log } = this.#parts
    const known = isAppError(error) ? error : null
    if (known?.code === 'cancelled') return
    if (known === null) log(`run ${run.id} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
    await failRun(db, 'backtests', { id: run.id, owner: this.#owner, ...describeFailure(known), nowMs: now() })
    this.#announce(run, 'failed')
  }

  #announce(run: Pick<Backtest, 'id' | 'strategyId'>, status: RunStatus): void {
    this.#parts.events.publish({ kind: 'changed', backtestId: run.id, strategyId: run.strategyId, status })
  }
}

function listPending(db: DatabaseHandle) {
  return listBacktests(db, { statuses: ['pending'], direction: 'asc', limit: TAKE_UP_LIMIT, cursor: null, withTotal: false })
}

function describeFailure(error: AppError | null) {
  if (error !== null) return { errorCode: error.code, errorMessage: error.message }
  return { errorCode: 'internal' as const, errorMessage: 'Something went wrong inside Aurelius. The log holds the details.' }
}

const columnsOf = (group: object): Columns => group as Columns
