import type { MetricName } from '#shared/domain/metric.ts'
import type { SweepRow } from '#shared/domain/sweep.ts'
import { SWEEP_METRICS, type SweepColumns } from '../sweepColumns.ts'

/** Every metric of one trial by name; null = undefined. */
export function readMetrics(columns: SweepColumns, trial: number): SweepRow['metrics'] {
  const readValue = (name: MetricName) => {
    const value = columns.column(name)[trial]!
    return Number.isNaN(value) ? null : value
  }
  return Object.fromEntries(SWEEP_METRICS.map((name) => [name, readValue(name)]))
}
