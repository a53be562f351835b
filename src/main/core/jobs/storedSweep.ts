import { planSweep, type SweepPlan, trialSpec } from '#engine/sweep/planSweep.ts'
import { type RankedTrials, rankTrials } from '#engine/sweep/results/rankTrials.ts'
import { readMetrics } from '#engine/sweep/results/readRow.ts'
import { axisValues } from '#engine/sweep/results/summariseSweep.ts'
import { SWEEP_METRICS, SweepColumns } from '#engine/sweep/sweepColumns.ts'
import { AppError } from '#shared/domain/appError.ts'
import type { Columns } from '#shared/domain/ledger.ts'
import type { MetricName } from '#shared/domain/metric.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import type { Ranking, Sweep, SweepRow } from '#shared/domain/sweep.ts'

/** A completed sweep with its rows, as a page reads it. */
export class StoredSweep {
  readonly sweep: Sweep
  readonly #plan: SweepPlan
  readonly #stored: Columns
  readonly #columns: SweepColumns
  readonly #ranked = new Map<string, RankedTrials>()

  constructor(sweep: Sweep, stored: Columns) {
    this.sweep = sweep
    this.#stored = stored
    this.#plan = planSweep(sweep)
    const trials = Object.values(stored)[0]?.length ?? 0
    if (this.#plan.cells.length !== trials) throw otherTrials(sweep)
    this.#columns = new SweepColumns(trials)
    // A metric that is newer than the sweep is undefined in its rows.
    for (const name of SWEEP_METRICS) this.#columns.column(name).set(stored[name] ?? new Float64Array(trials).fill(Number.NaN))
  }

  get trials(): number {
    return this.#columns.trials
  }

  /** Throws `invalid_input` for a trial or a column the sweep does not have. */
  column(name: string): Float64Array {
    if (name === 'score') return this.rank({}).scores
    const column = this.#stored[name]
    if (column !== undefined) return column
    throw new AppError('invalid_input', `This sweep has no column "${name}"; it has score, ${Object.keys(this.#stored).join(', ')}.`, {
      details: { field: 'column' },
    })
  }

  /** By the sweep's own ranking unless another is asked for. */
  rank({ by = this.sweep.rankMetric, ranking = this.sweep.ranking }: { by?: MetricName; ranking?: Ranking }): RankedTrials {
    const key = `${by} ${ranking}`
    const known = this.#ranked.get(key)
    if (known !== undefined) return known
    const ranked = rankTrials({ plan: this.#plan, columns: this.#columns, by, ranking })
    this.#ranked.set(key, ranked)
    return ranked
  }

  row(trial: number, scores: Float64Array): SweepRow {
    const score = scores[trial]!
    const parameters = axisValues(this.#plan, trial)
    return { trial, parameters, score: Number.isNaN(score) ? null : score, metrics: readMetrics(this.#columns, trial) }
  }

  /** The specification of one trial, as a run of its own. Throws `invalid_input` for a trial there is not. */
  specOf(trial: number): RunSpec {
    if (trial < this.trials) return trialSpec(this.#plan, trial)
    throw new AppError('invalid_input', `This sweep has trials 0 to ${this.trials - 1}, no ${trial}.`, { details: { field: 'trial' } })
  }
}

function otherTrials({ id, engineVersion }: Sweep): AppError {
  return new AppError(
    'conflict',
    `This version lays the sweep out differently than engine ${engineVersion}, which ran it. Run the sweep again to look at its trials.`,
    { details: { id } },
  )
}
