import { METRIC_NAMES, type MetricName, type Metrics } from '#shared/domain/metric.ts'

/** A stored metric beside the one recomputed from the stored ledger. */
export interface MetricDifference {
  readonly name: MetricName
  readonly stored: number | null
  readonly recomputed: number | null
  /** |stored - recomputed| / max(1, |recomputed|); Infinity where only one of them is defined. */
  readonly difference: number
}

/** Every metric compared, the largest difference first. */
export function metricDifferences(stored: Pick<Metrics, 'values'>, recomputed: Pick<Metrics, 'values'>): MetricDifference[] {
  return METRIC_NAMES.map((name) => {
    const [ours, theirs] = [stored.values[name] ?? null, recomputed.values[name]]
    return { name, stored: ours, recomputed: theirs, difference: differenceOf(ours, theirs) }
  }).sort((a, b) => b.difference - a.difference)
}

function differenceOf(stored: number | null, recomputed: number | null): number {
  if (stored === null || recomputed === null) return stored === recomputed ? 0 : Number.POSITIVE_INFINITY
  return Math.abs(stored - recomputed) / Math.max(1, Math.abs(recomputed))
}
