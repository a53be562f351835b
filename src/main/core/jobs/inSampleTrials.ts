import { planSweep } from '#engine/sweep/planSweep.ts'
import { AppError } from '#shared/domain/appError.ts'
import { dateToMs, msToDate } from '#shared/domain/calendarDate.ts'
import type { ImprovementObjective } from '#shared/domain/improvement.ts'
import type { Metrics } from '#shared/domain/metric.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import type { Parameters } from '#shared/domain/strategyType.ts'
import type { SweepAxis } from '#shared/domain/sweep.ts'
import type { SharpeSpread } from '#shared/domain/trialLedger.ts'
import { startSweep } from './sweepJob.ts'
import { calendarOfShared, dataBefore, type TaskData } from './taskData.ts'
import type { WorkerPool } from './workerPool.ts'

const DAY_MS = 86_400_000
/** Fewer say nothing about a strategy. */
const LEAST_BARS = 100

export interface InSampleParts {
  readonly pool: WorkerPool
  readonly signal: AbortSignal | undefined
  readonly data: TaskData
  readonly dataHash: string
}

/** The middle of the plateau that a search found, and what the search adds to the count of trials. */
export interface SearchOutcome {
  readonly parameters: Parameters
  readonly trials: number
  readonly sharpe: SharpeSpread
}

/** Runs on the first half of a period; the bars of the second half never leave this class. */
export class InSampleTrials {
  readonly startDate: string
  readonly endDate: string
  readonly #parts: InSampleParts

  /** Throws `data_out_of_range` when the half is too short to tell anything. */
  constructor(parts: InSampleParts, period: { readonly startDate: string; readonly endDate: string }) {
    const time = calendarOfShared(parts.data)
    const from = time.findIndex((instant) => instant >= dateToMs(period.startDate))
    const after = time.findIndex((instant) => instant >= dateToMs(period.endDate) + DAY_MS)
    const half = Math.floor(((after === -1 ? time.length : after) - from) / 2)
    if (from === -1 || half < LEAST_BARS) {
      throw new AppError(
        'data_out_of_range',
        `Half of ${period.startDate} to ${period.endDate} holds fewer than ${LEAST_BARS} bars, too few to try changes on. Use longer data.`,
      )
    }
    // Indicators may warm up on what lies before the period; nothing lies after its first half.
    const end = time[from + half]
    this.#parts = end === undefined ? parts : { ...parts, data: dataBefore(parts.data, end) }
    this.startDate = msToDate(time[from]!)
    this.endDate = msToDate(time[from + half - 1]!)
  }

  /** Rejects with AppError for what the engine refuses. */
  async run(spec: RunSpec): Promise<Metrics> {
    const { pool, signal, data, dataHash } = this.#parts
    return (await pool.run('backtest', { ...data, spec: this.#within(spec), dataHash }, { signal })).metrics
  }

  /** Every combination of the axes' values, ranked by plateau. Rejects with AppError for what the engine refuses. */
  async search(spec: RunSpec, axes: readonly SweepAxis[], by: ImprovementObjective): Promise<SearchOutcome> {
    const { pool, signal, data } = this.#parts
    const plan = planSweep({ spec: this.#within(spec), axes, where: null })
    const job = startSweep(pool, { ...data, plan })
    signal?.addEventListener('abort', job.cancel, { once: true })
    const { values } = await job.columns
    const memory = values.buffer as SharedArrayBuffer
    const { best, sharpe } = await pool.run('sweepResult', { plan, memory, by, ranking: 'plateau' }, { signal })
    return { parameters: best.parameters, trials: plan.cells.length, sharpe }
  }

  #within(spec: RunSpec): RunSpec {
    return { ...spec, start_date: this.startDate, end_date: this.endDate }
  }
}
