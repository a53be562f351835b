import type { ListBacktestsInput } from '#shared/contract/backtests.ts'
import type { Client } from '#shared/contract/contract.ts'
import { AppError } from '#shared/domain/appError.ts'
import { type Backtest, type BacktestSummary, type RunEvent, requireRepeatable } from '#shared/domain/backtest.ts'
import type { Dataset } from '#shared/domain/dataset.ts'
import type { Columns, FillColumns, PositionColumns, TradeColumns } from '#shared/domain/ledger.ts'
import type { Page } from '#shared/domain/page.ts'
import type { RunSettings, RunSpec } from '#shared/domain/runSpec.ts'
import type { Strategy } from '#shared/domain/strategy.ts'
import { isUnderWay } from '#shared/domain/underWay.ts'
import type { DatabaseHandle } from '../database/database.ts'
import { completeRunSpec, hashSpec, requireDataKind } from '../jobs/engineCatalogue.ts'
import { loadRunInput } from '../jobs/loadRunInput.ts'
import type { RunEvents } from '../jobs/runEvents.ts'
import type { AnyRunQueue } from '../jobs/runQueue.ts'
import type { WorkerPool } from '../jobs/workerPool.ts'
import { type ArtifactKind, loadArtifact } from '../repositories/backtestCompletion.ts'
import {
  createBacktest,
  deleteBacktest,
  findBacktestsByIdentity,
  getBacktest,
  listBacktests,
  type SweepPoint,
} from '../repositories/backtestRepository.ts'
import { getDataset } from '../repositories/datasetRepository.ts'
import { requeueRun } from '../repositories/runState.ts'
import { getStrategy } from '../repositories/strategyRepository.ts'
import { newId } from './newId.ts'
import { recordRun } from './recordRun.ts'
import { refuseArchived } from './refuseArchived.ts'
import { refuseLockedSince, respectHoldout } from './respectHoldout.ts'
import { findPeriod } from './runPeriod.ts'

type Replay = Awaited<ReturnType<Client['backtests']['replay']>>

export interface BacktestRequest {
  readonly strategyId: string
  readonly datasetId: string
  readonly settings: RunSettings
  /** Left out, the run gets an id of its own. */
  readonly id?: string
}

export interface SpecRequest {
  readonly strategy: Strategy
  readonly dataset: Dataset
  readonly spec: RunSpec
  readonly sweepPoint?: SweepPoint
  /** Left out, the run gets an id of its own. */
  readonly id?: string
}

interface KeptColumns {
  readonly positions: PositionColumns
  readonly trades: TradeColumns
  readonly fills: FillColumns
}

export interface BacktestServiceParts {
  readonly db: DatabaseHandle
  readonly queue: AnyRunQueue
  readonly pool: WorkerPool
  readonly events: RunEvents
  readonly now: () => number
}

export class BacktestService {
  readonly #parts: BacktestServiceParts

  constructor(parts: BacktestServiceParts) {
    this.#parts = parts
  }

  list(input: ListBacktestsInput): Promise<Page<BacktestSummary>> {
    return listBacktests(this.#parts.db, input)
  }

  get(id: string): Promise<Backtest> {
    return getBacktest(this.#parts.db, id)
  }

  /** Answers once the run is stored as pending. Throws `invalid_input`, `data_out_of_range`, `not_found`, `invalid_transition`. */
  async run({ strategyId, datasetId, settings, id = newId() }: BacktestRequest): Promise<BacktestSummary> {
    const { db } = this.#parts
    const strategy = await getStrategy(db, strategyId)
    refuseArchived(strategy)
    const dataset = await getDataset(db, datasetId)
    requireDataKind(strategy.type, dataset.kind)
    const spec = completeRunSpec({ ...settings, strategy: { type: strategy.type, parameters: strategy.parameters } })
    return this.runSpec({ strategy, dataset, spec, id })
  }

  /** As `run`, with a complete specification. Throws `data_out_of_range`, `not_found`, `invalid_transition`. */
  async runSpec({ strategy, dataset, spec: wanted, sweepPoint, id = newId() }: SpecRequest): Promise<BacktestSummary> {
    const { db, now } = this.#parts
    refuseArchived(strategy)
    const spec = await respectHoldout(db, { strategy, dataset, spec: wanted })
    const run = {
      id,
      strategyId: strategy.id,
      strategyVersion: strategy.version,
      datasetId: dataset.id,
      spec,
      specHash: hashSpec(spec),
      dataHash: dataset.dataHash,
      ...findPeriod(spec, dataset),
      instruments: dataset.symbols,
      dataSource: dataset.name,
      createdAtMs: now(),
      ...(sweepPoint && { sweepPoint }),
    }
    await recordRun(db, { noun: 'backtest', event: 'request', run, nowMs: run.createdAtMs }, (transaction) =>
      createBacktest(transaction, run),
    )
    return this.#enqueue(id)
  }

  /** Queues an interrupted run again. Throws `not_found`, `invalid_transition`. */
  async resume(id: string): Promise<BacktestSummary> {
    const { db, now } = this.#parts
    const run = requireRepeatable(await this.get(id))
    await refuseLockedSince(db, run)
    await recordRun(db, { noun: 'backtest', event: 'resume', run, nowMs: now() }, (transaction) => requeueRun(transaction, 'backtests', id))
    return this.#enqueue(id)
  }

  async cancel(id: string): Promise<BacktestSummary> {
    await this.#parts.queue.cancel(id)
    return this.get(id)
  }

  /** A run that is under way is cancelled first. */
  async delete(id: string): Promise<{ id: string }> {
    const { db, queue, now } = this.#parts
    const run = await this.get(id)
    if (isUnderWay(run.status)) await queue.cancel(id)
    await recordRun(db, { noun: 'backtest', event: 'delete', run, nowMs: now() }, (transaction) => deleteBacktest(transaction, id))
    return { id }
  }

  /** Runs the stored spec on the stored bars again. Throws `not_found`, `invalid_transition`, `cancelled`. */
  async replay(id: string, signal: AbortSignal | undefined): Promise<Replay> {
    const { db, pool } = this.#parts
    const run = requireRepeatable(await this.get(id))
    const { identity: stored, status } = run
    if (stored === null) {
      throw new AppError('invalid_transition', `This run is ${status}; only a completed run can be replayed.`, { details: { id } })
    }
    const { input } = await loadRunInput(db, run)
    const { identity } = await pool.run('backtest', input, { signal })
    const equal = identity.ledger_hash === stored.ledger_hash
    return { equal, storedLedgerHash: stored.ledger_hash, replayedLedgerHash: identity.ledger_hash }
  }

  async positions(id: string): Promise<PositionColumns> {
    return (await this.#artifact(id, 'positions')) as unknown as PositionColumns
  }

  async trades(id: string): Promise<TradeColumns> {
    return (await this.#artifact(id, 'trades')) as unknown as TradeColumns
  }

  /** Runs of equal settings on equal data, newest first. */
  findByIdentity(identity: { specHash: string; dataHash: string }): Promise<Backtest[]> {
    return findBacktestsByIdentity(this.#parts.db, identity)
  }

  /** Columns where they were kept; null for a run that has none. Throws `not_found` for an unknown run. */
  async keptColumns<Kind extends keyof KeptColumns>(id: string, kind: Kind): Promise<KeptColumns[Kind] | null> {
    return (await loadArtifact(this.#parts.db, id, kind)) as unknown as KeptColumns[Kind] | null
  }

  async fills(id: string): Promise<FillColumns> {
    return (await this.#artifact(id, 'fills')) as unknown as FillColumns
  }

  watch(signal: AbortSignal | undefined): AsyncGenerator<RunEvent> {
    return this.#parts.events.watch(signal)
  }

  async #enqueue(id: string): Promise<BacktestSummary> {
    const { queue, events } = this.#parts
    const backtest = await this.get(id)
    events.publish({ kind: 'changed', backtestId: id, strategyId: backtest.strategyId, status: backtest.status })
    queue.enqueue(id)
    return backtest
  }

  async #artifact(id: string, kind: ArtifactKind): Promise<Columns> {
    const columns = await loadArtifact(this.#parts.db, id, kind)
    if (columns !== null) return columns
    const { status, origin } = await this.get(id)
    if (origin === 'adopted') throw new AppError('not_found', `The older system kept no ${kind} of this run.`, { details: { id, status } })
    throw new AppError('not_found', `This run is ${status}; its ${kind} exist once it has completed.`, { details: { id, status } })
  }
}
