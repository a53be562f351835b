import type { Knex } from 'knex'
import type { DatabaseHandle } from '#core/database/database.ts'
import { bindInstant, instantFromNow, readBoolean } from '#core/database/dialect.ts'
import { prepared } from '#core/database/preparedStatements.ts'
import { AppError, type ErrorCode } from '#shared/domain/appError.ts'
import { RUN_STATUSES, RUN_TRANSITIONS, type RunStatus } from '#shared/domain/backtest.ts'

/** Everything that runs goes through the same states, held by the same columns. */
export type RunTable = 'backtests' | 'validations' | 'sweeps' | 'pipelines' | 'robustness_jobs'

const NOUNS: Readonly<Record<RunTable, string>> = {
  backtests: 'Backtest',
  validations: 'Validation',
  sweeps: 'Sweep',
  pipelines: 'Pipeline',
  robustness_jobs: 'Robustness test',
}

/** What a run lets go of when it is no longer running. */
const letGo = (table: RunTable) => ({ lease_owner: null, lease_expires_at: null, ...(table === 'sweeps' ? { paused: false } : {}) })

/** The columns of a run's state, as they are read. */
export interface RunStateRow {
  status: RunStatus
  progress: number
  error_code: ErrorCode | null
  error_message: string | null
  created_at: number
  started_at: number | null
  completed_at: number | null
  duration_seconds: number | null
}

export function toRunState(row: RunStateRow) {
  return {
    status: row.status,
    progress: row.progress,
    errorCode: row.error_code,
    errorMessage: row.error_message,
    createdAtMs: row.created_at,
    startedAtMs: row.started_at,
    completedAtMs: row.completed_at,
    // Seconds are the older column's unit; rounding to the microsecond undoes the division exactly.
    durationMs: row.duration_seconds === null ? null : Math.round(row.duration_seconds * 1e6) / 1e3,
  }
}

/** The columns of a run that came to its end. Times in milliseconds. */
export function completedState(
  { dialect }: DatabaseHandle,
  { nowMs, durationMs }: { readonly nowMs: number; readonly durationMs: number },
) {
  return { progress: 1, completed_at: bindInstant(dialect, nowMs), duration_seconds: durationMs / 1000 }
}

type StoredValue = string | number | boolean | null | Knex.Raw

export interface Transition {
  readonly id: string
  readonly to: RunStatus
  /** Only the process that holds the lease may make the change; left out, any may. */
  readonly owner?: string
  readonly changes: Readonly<Record<string, StoredValue>>
}

/**
 * Moves a run to another state if, at that very moment, its state and owner allow it.
 * Throws `not_found`, `invalid_transition` with details { id, from, to }, or `conflict` when another process holds the run.
 */
export async function moveRun(db: DatabaseHandle, table: RunTable, transition: Transition): Promise<void> {
  const moved = await db.run((knex) => prepared(movedRun(knex, table, transition)))
  if (moved === 0) throw await explainRefusal(db, table, transition)
}

/** The statement behind `moveRun`, to be part of a larger one: it changes one row, or none where the move is refused. */
export function movedRun(knex: Knex, table: RunTable, { id, to, owner, changes }: Transition): Knex.QueryBuilder {
  const lease = to === 'running' ? {} : letGo(table)
  const query = knex(table).where({ id }).whereIn('status', statesBefore(to))
  if (owner !== undefined && to !== 'running') query.where({ lease_owner: owner })
  return query.update({ ...changes, ...lease, status: to })
}

function statesBefore(to: RunStatus): RunStatus[] {
  return RUN_STATUSES.filter((from) => RUN_TRANSITIONS[from].includes(to))
}

/** Why `movedRun` changed nothing. */
export async function explainRefusal(db: DatabaseHandle, table: RunTable, { id, to }: Pick<Transition, 'id' | 'to'>): Promise<AppError> {
  const row: { status: RunStatus } | undefined = await db.run((knex) => knex(table).where({ id }).first('status'))
  if (!row) return runNotFound(table, id)
  const from = row.status
  if (statesBefore(to).includes(from)) {
    return new AppError('conflict', 'Another process is working on this run. Wait for it, or cancel the run first.', { details: { id } })
  }
  return new AppError('invalid_transition', `A ${from} run cannot become ${to}. Reload to see where it stands.`, {
    details: { id, from, to },
  })
}

export function runNotFound(table: RunTable, id: string): AppError {
  return new AppError('not_found', `${NOUNS[table]} ${id} does not exist (any more). Reload the list and choose another.`, {
    details: { id },
  })
}

export interface RunStart {
  readonly id: string
  /** Names the process that does the work. */
  readonly owner: string
  readonly nowMs: number
  /** Unless renewed before so much time is over, by the database's clock, the run counts as abandoned. */
  readonly leaseMs: number
}

/** pending -> running. Of several processes that try, one succeeds; the others get `invalid_transition`. */
export async function startRun(db: DatabaseHandle, table: RunTable, { id, owner, nowMs, leaseMs }: RunStart): Promise<void> {
  const started_at = bindInstant(db.dialect, nowMs)
  const started = await db.run((knex) => {
    const changes = { started_at, lease_owner: owner, lease_expires_at: fromNow(db, knex, leaseMs) }
    return prepared(movedRun(knex, table, { id, to: 'running', changes }))
  })
  if (started === 0) throw await explainRefusal(db, table, { id, to: 'running' })
}

function fromNow({ dialect }: DatabaseHandle, knex: Knex, ms: number): Knex.Raw {
  return knex.raw(instantFromNow(dialect), [ms])
}

export interface RunHeartbeat {
  readonly id: string
  readonly owner: string
  /** 0..1; left out, only the lease is renewed. */
  readonly progress?: number
  readonly leaseMs: number
}

/** Renews the lease; false when the run is no longer this owner's to work on (cancelled, interrupted, finished or deleted). */
export async function renewLease(db: DatabaseHandle, table: RunTable, heartbeat: RunHeartbeat): Promise<boolean> {
  const { id, owner, progress, leaseMs } = heartbeat
  const renewed = await db.run((knex) => {
    const changes = { lease_expires_at: fromNow(db, knex, leaseMs), ...(progress === undefined ? {} : { progress }) }
    return prepared(knex(table).where({ id, status: 'running', lease_owner: owner })).update(changes)
  })
  return renewed > 0
}

export interface RunFailure {
  readonly id: string
  /** Left out, the run fails whoever holds it. */
  readonly owner?: string
  readonly errorCode: ErrorCode
  readonly errorMessage: string
  readonly nowMs: number
}

/** pending or running -> failed. */
export function failRun(db: DatabaseHandle, table: RunTable, failure: RunFailure): Promise<void> {
  const changes = {
    error_code: failure.errorCode,
    error_message: failure.errorMessage,
    completed_at: bindInstant(db.dialect, failure.nowMs),
  }
  return moveRun(db, table, { id: failure.id, to: 'failed', changes, ...(failure.owner === undefined ? {} : { owner: failure.owner }) })
}

/** pending or running -> cancelled. */
export function cancelRun(db: DatabaseHandle, table: RunTable, cancellation: { id: string; nowMs: number }): Promise<void> {
  return moveRun(db, table, {
    id: cancellation.id,
    to: 'cancelled',
    changes: { completed_at: bindInstant(db.dialect, cancellation.nowMs) },
  })
}

/** interrupted -> pending, as if it had never begun. */
export function requeueRun(db: DatabaseHandle, table: RunTable, id: string): Promise<void> {
  const changes = { started_at: null, completed_at: null, duration_seconds: null, progress: 0, error_code: null, error_message: null }
  return moveRun(db, table, { id, to: 'pending', changes })
}

export interface AbandonedRuns {
  readonly nowMs: number
  /** Processes known to be gone: their runs need not wait for the lease to expire. */
  readonly deadOwners?: readonly string[]
  /** false: expired leases are given more time. Default true. */
  readonly withExpired?: boolean
}

/** running -> interrupted for every run whose process is gone; answers which they were. */
export async function interruptAbandonedRuns(
  db: DatabaseHandle,
  table: RunTable,
  abandoned: AbandonedRuns,
): Promise<{ id: string; strategyId: string }[]> {
  const { nowMs, deadOwners = [], withExpired = true } = abandoned
  const changes = {
    status: 'interrupted',
    completed_at: bindInstant(db.dialect, nowMs),
    ...letGo(table),
    error_code: 'unavailable',
    error_message: 'The application stopped in the middle of this run. Run it again.',
  }
  const rows: { id: string; strategy_id: string }[] = await db.run((knex) =>
    knex(table)
      .where({ status: 'running' })
      .where((left) => {
        left.whereIn('lease_owner', [...deadOwners])
        if (withExpired) left.orWhere('lease_expires_at', '<', fromNow(db, knex, 0))
      })
      .update(changes, ['id', 'strategy_id']),
  )
  return rows.map(({ id, strategy_id }) => ({ id, strategyId: strategy_id }))
}

export interface RunLease {
  readonly runId: string
  readonly owner: string
  /** Epoch ms of the database's clock. */
  readonly expiresAtMs: number
  readonly isExpired: boolean
}

/** Who holds which running run, and until when. */
export async function listLeases(db: DatabaseHandle, table: RunTable): Promise<RunLease[]> {
  const rows: { id: string; lease_owner: string; lease_expires_at: number; expired: number | boolean }[] = await db.run((knex) =>
    knex(table)
      .where({ status: 'running' })
      .select('id', 'lease_owner', 'lease_expires_at', knex.raw(`lease_expires_at < ${instantFromNow(db.dialect)} AS expired`, [0])),
  )
  return rows.map((row) => ({
    runId: row.id,
    owner: row.lease_owner,
    expiresAtMs: row.lease_expires_at,
    isExpired: readBoolean(row.expired),
  }))
}

/** How many runs stand in each state, of one strategy or of all. */
export async function countRunsByStatus(
  db: DatabaseHandle,
  table: RunTable,
  strategyId: string | null,
): Promise<Record<RunStatus, number>> {
  const rows: { status: RunStatus; runs: number }[] = await db.run((knex) => {
    const query: Knex.QueryBuilder = knex(table).groupBy('status').select('status').count({ runs: '*' })
    return strategyId === null ? query : query.where({ strategy_id: strategyId })
  })
  const counts = Object.fromEntries(RUN_STATUSES.map((status) => [status, 0])) as Record<RunStatus, number>
  for (const { status, runs } of rows) counts[status] = runs
  return counts
}
