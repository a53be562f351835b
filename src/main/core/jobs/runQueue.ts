import { performance } from 'node:perf_hooks'
import { type AppError, isAppError } from '#shared/domain/appError.ts'
import type { RunEvent, RunStatus } from '#shared/domain/backtest.ts'
import type { DatabaseHandle } from '../database/database.ts'
import { type AuditFact, appendAudit, recordChange } from '../repositories/auditRepository.ts'
import {
  cancelRun,
  failRun,
  interruptAbandonedRuns,
  listLeases,
  type RunLease,
  type RunTable,
  renewLease,
  startRun,
} from '../repositories/runState.ts'
import { beginLaunch, isOwnerKnownDead } from './leaseOwner.ts'
import type { RunEvents } from './runEvents.ts'

const LEASE_MS = 30_000
const HEARTBEAT_MS = 5_000
/** How often a process looks whether others have died. Longer than a heartbeat, so that whoever lives has renewed in between. */
const LOOK_MS = 15_000
/** Forgotten runs begun at one look; more wait for the next. */
const TAKE_UP_LIMIT = 200

interface QueuedRun {
  readonly id: string
  readonly strategyId: string
}

export interface RunProgress {
  readonly signal: AbortSignal
  readonly onProgress: (fraction: number) => void
}

/** Who completes a run, and when. */
export interface RunEnd {
  readonly owner: string
  readonly nowMs: number
  readonly durationMs: number
}

export type RunNoun = 'backtest' | 'validation' | 'sweep' | 'pipeline' | 'robustness'

/** What is particular to one kind of run: where it is stored, how it is computed, how its result is kept. */
export interface RunKind<Run extends QueuedRun, Outcome> {
  readonly table: RunTable
  /** What people call it, and the audit log. */
  readonly noun: RunNoun
  readonly get: (id: string) => Promise<Run>
  /** Ids of runs that nobody has begun, oldest first. */
  readonly listPending: (limit: number) => Promise<string[]>
  readonly compute: (run: Run, progress: RunProgress) => Promise<Outcome>
  /** Result and state in one transaction. */
  readonly complete: (run: Run, outcome: Outcome, end: RunEnd) => Promise<void>
  readonly describeChange: (run: Run, status: RunStatus) => RunEvent
  readonly describeProgress: (run: Run, fraction: number) => RunEvent
}

export interface RunQueueParts<Run extends QueuedRun, Outcome> {
  readonly db: DatabaseHandle
  readonly kind: RunKind<Run, Outcome>
  readonly events: RunEvents
  readonly now: () => number
  readonly log: (line: string) => void
  /** Random for every launch: tells this process from an earlier one with the same process id. */
  readonly launchId: string
}

/** Carries runs from `pending` to their end: takes a lease, computes in a worker thread, stores the result. */
export class RunQueue<Run extends QueuedRun, Outcome> {
  readonly #parts: RunQueueParts<Run, Outcome>
  readonly #owner: string
  readonly #active = new Map<string, { abort: AbortController; done: Promise<void>; again: boolean }>()
  #watch: NodeJS.Timeout | undefined
  #expired: ReadonlySet<string> = new Set()
  #pending: ReadonlySet<string> = new Set()
  #closed = false

  constructor(parts: RunQueueParts<Run, Outcome>) {
    this.#parts = parts
    this.#owner = beginLaunch(parts.launchId)
  }

  /** Works on a pending run in the background; its outcome is in the database and in the events. */
  enqueue(id: string): void {
    if (this.#closed) return
    const active = this.#active.get(id)
    if (active !== undefined) {
      // Interrupted by another process and resumed before this one noticed: once it has, it begins anew.
      active.again = true
      return
    }
    const abort = new AbortController()
    const done = this.#work(id, abort.signal)
      .catch((error: unknown) => this.#parts.log(`run ${id}: ${error instanceof Error ? error.message : String(error)}`))
      .finally(() => this.#leave(id))
    this.#active.set(id, { abort, done, again: false })
  }

  #leave(id: string): void {
    const again = this.#active.get(id)?.again
    this.#active.delete(id)
    if (again) this.enqueue(id)
  }

  /** Stops a pending or running run, here or in another process. Throws `not_found`, `invalid_transition`. */
  async cancel(id: string): Promise<void> {
    const { db, kind, now } = this.#parts
    const run = await kind.get(id)
    const nowMs = now()
    await recordChange(
      db,
      (transaction) => cancelRun(transaction, kind.table, { id, nowMs }),
      () => ({ action: `${kind.noun}.cancel`, objectType: kind.noun, objectId: id, payload: { strategyId: run.strategyId }, nowMs }),
    )
    this.#active.get(id)?.abort.abort()
    this.#announce(run, 'cancelled')
  }

  /**
   * Marks runs of dead processes as interrupted, and looks for more of them from then on. What is pending now may be about to
   * begin elsewhere: a command that lists something and ends must not take it up and leave it interrupted.
   */
  async takeUpOrphans(): Promise<void> {
    const { db, kind } = this.#parts
    await this.#interrupt({ deadOwners: this.#deadOwnersOf(await listLeases(db, kind.table)) })
    this.#pending = new Set(await kind.listPending(TAKE_UP_LIMIT))
    // A database that does not answer for a moment is looked at again.
    this.#watch = setInterval(() => this.lookAround().catch(() => {}), LOOK_MS)
    this.#watch.unref()
  }

  /** Looks after what other processes, or an outage of the database, have left behind since. */
  async lookAround(): Promise<void> {
    await this.#interruptAbandoned()
    await this.#beginForgotten()
  }

  /** A process that lives begins its runs at once, so one that was pending at the look before has nobody. */
  async #beginForgotten(): Promise<void> {
    const pending = await this.#parts.kind.listPending(TAKE_UP_LIMIT)
    for (const id of pending) if (this.#pending.has(id)) this.enqueue(id)
    this.#pending = new Set(pending)
  }

  /**
   * Interrupts runs whose process has died since. A lease that was expired at the look before and was not renewed since has
   * lost its holder; one that has only just expired may be late: a computer that wakes up finds all of them expired, its own too.
   */
  async #interruptAbandoned(): Promise<void> {
    const { db, kind } = this.#parts
    const leases = await listLeases(db, kind.table)
    const expired = leases.filter(({ isExpired }) => isExpired).map(({ runId, expiresAtMs }) => `${runId} ${expiresAtMs}`)
    const withExpired = expired.some((lease) => this.#expired.has(lease))
    this.#expired = new Set(expired)
    const deadOwners = this.#deadOwnersOf(leases)
    if (this.#closed || (!withExpired && deadOwners.length === 0)) return
    for (const id of await this.#interrupt({ deadOwners, withExpired })) this.#announce(await kind.get(id), 'interrupted')
  }

  /** Runs that are under way here become `interrupted`. */
  async close(): Promise<void> {
    this.#closed = true
    clearInterval(this.#watch)
    for (const { abort } of this.#active.values()) abort.abort()
    await Promise.all([...this.#active.values()].map(({ done }) => done))
    await this.#interrupt({ deadOwners: [this.#owner] })
  }

  #deadOwnersOf(leases: readonly RunLease[]): string[] {
    return [...new Set(leases.map(({ owner }) => owner))].filter((owner) => isOwnerKnownDead(owner, this.#owner))
  }

  /** Runs of these owners, and those whose lease has expired; answers their ids. */
  #interrupt(abandoned: { deadOwners: readonly string[]; withExpired?: boolean }): Promise<string[]> {
    const { db, kind, now } = this.#parts
    const nowMs = now()
    return db.transaction(async (transaction) => {
      const runs = await interruptAbandonedRuns(transaction, kind.table, { nowMs, ...abandoned })
      for (const { id, strategyId } of runs) {
        const payload = { strategyId, noticedBy: this.#owner }
        appendAudit(transaction, { action: `${kind.noun}.interrupt`, objectType: kind.noun, objectId: id, payload, nowMs })
      }
      return runs.map(({ id }) => id)
    })
  }

  async #work(id: string, signal: AbortSignal): Promise<void> {
    const { kind, now } = this.#parts
    const run = await kind.get(id)
    if (!(await this.#start(run))) return
    const heartbeat = this.#startHeartbeat(run)
    try {
      const startedAt = performance.now()
      const outcome = await kind.compute(run, { signal, onProgress: heartbeat.report })
      heartbeat.stop()
      await kind.complete(run, outcome, { owner: this.#owner, nowMs: now(), durationMs: performance.now() - startedAt })
      this.#announce(run, 'completed')
    } catch (error) {
      heartbeat.stop()
      await this.#settle(run, error)
    }
  }

  /** false when somebody else began, cancelled or deleted the run first: nothing is left to do here. */
  async #start(run: Run): Promise<boolean> {
    const { db, kind, now } = this.#parts
    try {
      await startRun(db, kind.table, { id: run.id, owner: this.#owner, nowMs: now(), leaseMs: LEASE_MS })
    } catch (error) {
      if (isAppError(error) && (error.code === 'invalid_transition' || error.code === 'not_found')) return false
      throw error
    }
    this.#announce(run, 'running')
    return true
  }

  #startHeartbeat(run: Run) {
    const { db, kind, events } = this.#parts
    // Of this attempt: an answer that comes late must not stop the next one.
    const abort = this.#active.get(run.id)?.abort
    let progress = 0
    const beat = async () => {
      const heartbeat = { id: run.id, owner: this.#owner, progress, leaseMs: LEASE_MS }
      const isHeld = await renewLease(db, kind.table, heartbeat).catch(() => true)
      if (!isHeld) abort?.abort()
    }
    const timer = setInterval(() => void beat(), HEARTBEAT_MS)
    timer.unref()
    return {
      stop: () => clearInterval(timer),
      report: (fraction: number) => {
        progress = fraction
        events.publish(kind.describeProgress(run, fraction))
      },
    }
  }

  /** A cancelled run has its state already, or gets `interrupted` when this queue closes. */
  async #settle(run: Run, error: unknown): Promise<void> {
    const { db, kind, now, log } = this.#parts
    const known = isAppError(error) ? error : null
    if (known?.code === 'cancelled') return
    if (known === null) log(`run ${run.id} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
    const failure = { ...describeFailure(known), nowMs: now() }
    await recordChange(
      db,
      (transaction) => failRun(transaction, kind.table, { id: run.id, owner: this.#owner, ...failure }),
      () => tellFailure(kind.noun, run, failure),
    )
    this.#announce(run, 'failed')
  }

  #announce(run: Run, status: RunStatus): void {
    const { kind, events } = this.#parts
    events.publish(kind.describeChange(run, status))
  }
}

/** A queue as its users see it, whatever it runs. */
export type AnyRunQueue = Pick<RunQueue<QueuedRun, unknown>, 'enqueue' | 'cancel' | 'takeUpOrphans' | 'close'>

function describeFailure(error: AppError | null) {
  if (error !== null) return { errorCode: error.code, errorMessage: error.message }
  return { errorCode: 'internal' as const, errorMessage: 'Something went wrong inside Aurelius. The log holds the details.' }
}

function tellFailure(noun: RunNoun, run: QueuedRun, failure: ReturnType<typeof describeFailure> & { nowMs: number }): AuditFact {
  const payload = { strategyId: run.strategyId, code: failure.errorCode, message: failure.errorMessage }
  return { action: `${noun}.fail`, objectType: noun, objectId: run.id, payload, nowMs: failure.nowMs }
}
