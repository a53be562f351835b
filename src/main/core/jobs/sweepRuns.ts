import { planSweep } from '#engine/sweep/planSweep.ts'
import type { Sweep } from '#shared/domain/sweep.ts'
import type { DatabaseHandle } from '../database/database.ts'
import { recordChange } from '../repositories/auditRepository.ts'
import { getDataset } from '../repositories/datasetRepository.ts'
import { completeSweep } from '../repositories/sweepCompletion.ts'
import { getSweep, isMarkedPaused, listSweeps } from '../repositories/sweepRepository.ts'
import { loadTaskData } from './loadRunInput.ts'
import type { RunEnd, RunKind, RunProgress } from './runQueue.ts'
import { type SweepJob, startSweep } from './sweepJob.ts'
import type { SweepOutcome } from './sweepResult.ts'
import { TrialMeter } from './trialMeter.ts'
import type { WorkerPool } from './workerPool.ts'

/** How soon a pause or resume from another process is noticed. */
const LOOK_MS = 2_000

/** The sweeps under way in this process, for whoever steers them. */
export class RunningSweeps {
  readonly #sweeps = new Map<string, { readonly job: SweepJob; readonly meter: TrialMeter; isPaused: boolean }>()

  add(id: string, job: SweepJob, trials: number): void {
    this.#sweeps.set(id, { job, meter: new TrialMeter(trials), isPaused: false })
  }

  remove(id: string): void {
    this.#sweeps.delete(id)
  }

  /** Does nothing for a sweep that another process runs: that one looks by itself. */
  setPaused(id: string, paused: boolean): void {
    const sweep = this.#sweeps.get(id)
    if (sweep === undefined || sweep.isPaused === paused) return
    sweep.isPaused = paused
    if (paused) sweep.job.pause()
    else sweep.job.resume()
    sweep.meter.restart()
  }

  meterOf(id: string): TrialMeter | undefined {
    return this.#sweeps.get(id)?.meter
  }
}

export interface SweepRunParts {
  readonly db: DatabaseHandle
  readonly pool: WorkerPool
  readonly running: RunningSweeps
}

/** Sweeps as the queue carries them out. */
export function sweepRuns({ db, pool, running }: SweepRunParts): RunKind<Sweep, SweepOutcome> {
  return {
    table: 'sweeps',
    noun: 'sweep',
    get: (id) => getSweep(db, id),
    listPending: async (limit) => {
      const page = await listSweeps(db, { statuses: ['pending'], direction: 'asc', limit, cursor: null, withTotal: false })
      return page.items.map(({ id }) => id)
    },
    compute: (sweep, progress) => compute({ db, pool, running }, sweep, progress),
    complete: (sweep, outcome, end) => complete(db, sweep, { outcome, end }),
    describeChange: ({ id, strategyId }, status) => ({ kind: 'sweepChanged', sweepId: id, strategyId, status }),
    describeProgress: ({ id }, progress) => ({
      kind: 'sweepProgress',
      sweepId: id,
      progress,
      ...(running.meterOf(id)?.measure(progress, performance.now()) ?? { trialsPerSecond: null, secondsLeft: null }),
    }),
  }
}

async function compute({ db, pool, running }: SweepRunParts, sweep: Sweep, { signal, onProgress }: RunProgress): Promise<SweepOutcome> {
  const { id, spec, axes, where, rankMetric, ranking } = sweep
  const plan = planSweep({ spec, axes, where })
  const data = await loadTaskData(db, await getDataset(db, sweep.datasetId))
  const job = startSweep(pool, { ...data, plan, onProgress })
  running.add(id, job, plan.cells.length)
  signal.addEventListener('abort', job.cancel, { once: true })
  if (signal.aborted) job.cancel()
  const look = setInterval(() => void followMark({ db, running }, id), LOOK_MS)
  look.unref()
  try {
    const { values } = await job.columns
    const memory = values.buffer as SharedArrayBuffer
    return await pool.run('sweepResult', { plan, memory, by: rankMetric, ranking }, { signal })
  } finally {
    clearInterval(look)
    running.remove(id)
  }
}

function complete(db: DatabaseHandle, sweep: Sweep, { outcome, end }: { outcome: SweepOutcome; end: RunEnd }): Promise<void> {
  const { id, strategyId, strategyVersion, sweepHash, dataHash } = sweep
  const { rowsHash, rows, engineVersion, metricVersion } = outcome
  const payload = { strategyId, strategyVersion, sweepHash, dataHash, rowsHash, engineVersion, metricVersion, trials: rows.rowCount }
  return recordChange(
    db,
    (transaction) => completeSweep(transaction, { id, dataHash, ...outcome, ...end }),
    () => ({ action: 'sweep.complete', objectType: 'sweep', objectId: id, payload, nowMs: end.nowMs }),
  )
}

/** A database that does not answer for a moment changes nothing. */
async function followMark({ db, running }: Pick<SweepRunParts, 'db' | 'running'>, id: string): Promise<void> {
  const paused = await isMarkedPaused(db, id).catch(() => null)
  if (paused !== null) running.setPaused(id, paused)
}
