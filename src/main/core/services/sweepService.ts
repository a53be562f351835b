import type { ListSweepsInput, SweepPreview, SweepRequestInput, SweepRowsInput } from '#shared/contract/sweeps.ts'
import { AppError } from '#shared/domain/appError.ts'
import type { BacktestSummary } from '#shared/domain/backtest.ts'
import type { Page } from '#shared/domain/page.ts'
import type { ParameterDescriptor } from '#shared/domain/strategyType.ts'
import { MAX_STORED_CELLS, MAX_STORED_TRIALS, type Sweep, type SweepRow, type SweepSummary } from '#shared/domain/sweep.ts'
import { isUnderWay } from '#shared/domain/underWay.ts'
import type { DatabaseHandle } from '../database/database.ts'
import { hashSweep, planSweep, readAxis, requireDataKind, SWEEP_SETTINGS } from '../jobs/engineCatalogue.ts'
import { estimateSweep } from '../jobs/estimateSweep.ts'
import { loadTaskData } from '../jobs/loadRunInput.ts'
import type { RunEvents } from '../jobs/runEvents.ts'
import type { AnyRunQueue } from '../jobs/runQueue.ts'
import { StoredSweep } from '../jobs/storedSweep.ts'
import type { RunningSweeps } from '../jobs/sweepRuns.ts'
import type { WorkerPool } from '../jobs/workerPool.ts'
import { recordChange } from '../repositories/auditRepository.ts'
import { getDataset } from '../repositories/datasetRepository.ts'
import { requeueRun } from '../repositories/runState.ts'
import { getStrategy } from '../repositories/strategyRepository.ts'
import { loadSweepRows } from '../repositories/sweepCompletion.ts'
import { createSweep, deleteSweep, findSweepPointRun, getSweep, listSweeps, markPaused } from '../repositories/sweepRepository.ts'
import type { BacktestService } from './backtestService.ts'
import { newId } from './newId.ts'
import { recordRun } from './recordRun.ts'
import { refuseArchived } from './refuseArchived.ts'
import { refuseLockedSince, respectHoldout } from './respectHoldout.ts'
import { findPeriod } from './runPeriod.ts'
import { pageOfRows } from './sweepRows.ts'

/** Sweeps whose rows stay at hand: a person looks at one or two at a time. */
const KEPT_SWEEPS = 3

export interface SweepServiceParts {
  readonly db: DatabaseHandle
  readonly backtests: BacktestService
  readonly queue: AnyRunQueue
  readonly running: RunningSweeps
  readonly pool: WorkerPool
  readonly events: RunEvents
  readonly now: () => number
}

/** Sweeps: laid out, run in the background, steered, read. */
export class SweepService {
  readonly #parts: SweepServiceParts
  readonly #opened = new Map<string, Promise<StoredSweep>>()

  constructor(parts: SweepServiceParts) {
    this.#parts = parts
  }

  list(input: ListSweepsInput): Promise<Page<SweepSummary>> {
    return listSweeps(this.#parts.db, input)
  }

  get(id: string): Promise<Sweep> {
    return getSweep(this.#parts.db, id)
  }

  describeSettings(): ParameterDescriptor[] {
    return [...SWEEP_SETTINGS]
  }

  /** Throws what `run` throws, and stores nothing. */
  async plan(request: SweepRequestInput): Promise<SweepPreview> {
    const { db, pool } = this.#parts
    const { plan, dataset } = await this.#layOut(request)
    const data = await loadTaskData(db, dataset)
    const { axes, gridCells, excluded, refused, cells } = plan
    const sizes = { axes: axes.map(({ name, values }) => ({ name, values: [...values] })), gridCells, excluded, refused }
    return { ...sizes, trialCount: cells.length, estimatedMs: await estimateSweep(pool, { data, plan }) }
  }

  /**
   * Answers once the sweep is stored as pending. Throws `invalid_input` (strategy, axes, constraint), `too_large`,
   * `data_out_of_range`, `not_found`, `invalid_transition`.
   */
  async run(request: SweepRequestInput, id = newId()): Promise<SweepSummary> {
    const { db, now } = this.#parts
    const { rankMetric, ranking, where } = request
    const { plan, strategy, dataset } = await this.#layOut(request)
    refuseArchived(strategy)
    const { spec, axes, gridCells, excluded, refused } = plan
    const sweep = {
      id,
      strategyId: strategy.id,
      strategyVersion: strategy.version,
      datasetId: dataset.id,
      ...findPeriod(spec, dataset),
      instruments: dataset.symbols,
      spec,
      axes: axes.map(({ name, values }) => ({ name, values: [...values] })),
      where,
      sweepHash: hashSweep({ spec, axes, where, rankMetric, ranking }),
      dataHash: dataset.dataHash,
      rankMetric,
      ranking,
      trialCount: plan.cells.length,
      gridCells,
      excluded,
      refused,
      createdAtMs: now(),
    }
    await recordRun(db, { noun: 'sweep', event: 'request', run: sweep, nowMs: sweep.createdAtMs }, (transaction) =>
      createSweep(transaction, sweep),
    )
    return this.#enqueue(sweep.id)
  }

  /** Throws `not_found`, `invalid_transition`. */
  async pause(id: string): Promise<SweepSummary> {
    return this.#setPaused(id, true)
  }

  /** A paused sweep goes on; an interrupted one is queued again. Throws `not_found`, `invalid_transition`. */
  async resume(id: string): Promise<SweepSummary> {
    const { db, now } = this.#parts
    const run = await this.get(id)
    if (run.status === 'running') return this.#setPaused(id, false)
    await refuseLockedSince(db, run)
    await recordRun(db, { noun: 'sweep', event: 'resume', run, nowMs: now() }, (transaction) => requeueRun(transaction, 'sweeps', id))
    return this.#enqueue(id)
  }

  async cancel(id: string): Promise<SweepSummary> {
    await this.#parts.queue.cancel(id)
    return this.get(id)
  }

  /** A sweep that is under way is cancelled first. */
  async delete(id: string): Promise<{ id: string }> {
    const { db, queue, now } = this.#parts
    const run = await this.get(id)
    if (isUnderWay(run.status)) await queue.cancel(id)
    await recordRun(db, { noun: 'sweep', event: 'delete', run, nowMs: now() }, (transaction) => deleteSweep(transaction, id))
    this.#opened.delete(id)
    return { id }
  }

  /** Throws `not_found` while there are no rows, `invalid_input` for a column there is not. */
  async rows(input: SweepRowsInput): Promise<{ items: SweepRow[]; total: number }> {
    return pageOfRows(await this.open(input.id), input)
  }

  async columns({ id, names }: { id: string; names: readonly string[] }): Promise<Record<string, Float64Array>> {
    const stored = await this.open(id)
    return Object.fromEntries(names.map((name) => [name, stored.column(name)]))
  }

  /** Throws `not_found`, `invalid_input` for a trial there is not, `invalid_transition` for an archived strategy. */
  async runTrial({ id, trial }: { id: string; trial: number }): Promise<BacktestSummary> {
    const { db, backtests } = this.#parts
    const stored = await this.open(id)
    const spec = stored.specOf(trial)
    const existing = await findSweepPointRun(db, { sweepId: id, trial })
    if (existing !== null) return backtests.get(existing)
    const { strategyId, strategyVersion, datasetId } = stored.sweep
    const [strategy, dataset] = [await getStrategy(db, strategyId), await getDataset(db, datasetId)]
    return backtests.runSpec({ strategy: { ...strategy, version: strategyVersion }, dataset, spec, sweepPoint: { sweepId: id, trial } })
  }

  async #layOut({ strategyId, datasetId, settings, axes: requested, where }: SweepRequestInput) {
    const { db } = this.#parts
    const [strategy, dataset] = [await getStrategy(db, strategyId), await getDataset(db, datasetId)]
    requireDataKind(strategy.type, dataset.kind)
    const axes = requested.map(readAxis)
    const cells = axes.reduce((count, { values }) => count * values.length, 1)
    if (cells > MAX_STORED_CELLS) throw tooLarge(`The grid has ${cells} cells; at most ${MAX_STORED_CELLS} are laid out`)
    const spec = { ...settings, strategy: { type: strategy.type, parameters: strategy.parameters } }
    const plan = planSweep({ spec: await respectHoldout(db, { strategy, dataset, spec }), axes, where })
    if (plan.cells.length > MAX_STORED_TRIALS) {
      throw tooLarge(`The sweep has ${plan.cells.length} trials; at most ${MAX_STORED_TRIALS} are stored`)
    }
    findPeriod(plan.spec, dataset)
    return { strategy, dataset, plan }
  }

  async #setPaused(id: string, paused: boolean): Promise<SweepSummary> {
    const { db, running, events, now } = this.#parts
    const nowMs = now()
    await recordChange(
      db,
      async (transaction) => {
        const run = await getSweep(transaction, id)
        if (!(await markPaused(transaction, { id, paused }))) throw notRunning(run)
        return run
      },
      ({ strategyId, strategyVersion, datasetId }) => ({
        action: paused ? 'sweep.pause' : 'sweep.resume',
        objectType: 'sweep',
        objectId: id,
        payload: { strategyId, strategyVersion, datasetId },
        nowMs,
      }),
    )
    running.setPaused(id, paused)
    const sweep = await this.get(id)
    events.publish({ kind: 'sweepChanged', sweepId: id, strategyId: sweep.strategyId, status: sweep.status })
    return sweep
  }

  async #enqueue(id: string): Promise<SweepSummary> {
    const { queue, events } = this.#parts
    const sweep = await this.get(id)
    events.publish({ kind: 'sweepChanged', sweepId: id, strategyId: sweep.strategyId, status: sweep.status })
    queue.enqueue(id)
    return sweep
  }

  /** A completed sweep with its rows; those last looked at stay decoded. Throws `not_found`. */
  open(id: string): Promise<StoredSweep> {
    const opening = this.#opened.get(id) ?? this.#load(id)
    this.#opened.delete(id)
    this.#opened.set(id, opening)
    for (const oldest of [...this.#opened.keys()].slice(0, -KEPT_SWEEPS)) this.#opened.delete(oldest)
    opening.catch(() => this.#opened.delete(id))
    return opening
  }

  async #load(id: string): Promise<StoredSweep> {
    const { db } = this.#parts
    return new StoredSweep(await this.get(id), await loadSweepRows(db, id))
  }
}

function notRunning({ id, status }: SweepSummary): AppError {
  return new AppError('invalid_transition', `This sweep is ${status}; only a running one can be paused. Reload to see where it stands.`, {
    details: { id, status },
  })
}

function tooLarge(problem: string): AppError {
  return new AppError(
    'too_large',
    `${problem}. Take larger steps or fewer axes; "aurelius sweep --spec --data" writes larger ones to a file.`,
  )
}
