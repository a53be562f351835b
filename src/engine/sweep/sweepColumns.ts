import { METRIC_NAMES, type MetricName } from '#shared/domain/metricRegistry.ts'

/** They need every return of a run (quantiles) or a benchmark, and a sweep keeps neither. */
const LEFT_OUT: readonly MetricName[] = ['var_95', 'cvar_95', 'tail_ratio', 'alpha', 'beta']

/** The metrics of every trial, in the order of the registry. */
export const SWEEP_METRICS: readonly MetricName[] = METRIC_NAMES.filter((name) => !LEFT_OUT.includes(name))

const INITIAL_EQUITY = SWEEP_METRICS.indexOf('initial_equity')

/** One column a metric, one entry a trial, over one block of memory that several threads may fill. NaN = undefined. */
export class SweepColumns {
  readonly trials: number
  /** Column after column. */
  readonly values: Float64Array

  /** `memory` holds `bytesFor(trials)` bytes; without it the columns have memory of their own. */
  constructor(trials: number, memory?: ArrayBufferLike) {
    this.trials = trials
    this.values = memory === undefined ? new Float64Array(trials * SWEEP_METRICS.length) : new Float64Array(memory)
  }

  static bytesFor(trials: number): number {
    return trials * SWEEP_METRICS.length * Float64Array.BYTES_PER_ELEMENT
  }

  /** Where a metric's column begins; -1 when a sweep does not measure it. */
  static indexOf(name: MetricName): number {
    return SWEEP_METRICS.indexOf(name)
  }

  column(name: MetricName): Float64Array {
    const from = SweepColumns.indexOf(name) * this.trials
    return this.values.subarray(from, from + this.trials)
  }

  /** Whether a trial has been computed: its initial equity is never zero. */
  isDone(trial: number): boolean {
    return this.values[INITIAL_EQUITY * this.trials + trial] !== 0
  }

  set(trial: number, column: number, value: number): void {
    this.values[column * this.trials + trial] = Number.isFinite(value) ? value : Number.NaN
  }
}
