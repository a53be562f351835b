import { z } from 'zod'
import type { MetricName } from './metricRegistry.ts'

export { METRIC_NAMES, type MetricName } from './metricRegistry.ts'

/** Values by name; null means undefined, and `reasons` says why in words. Never NaN, never a sentinel. */
export const metricsSchema = z.object({
  values: z.record(z.string(), z.number().nullable()),
  reasons: z.record(z.string(), z.string()),
  /** null, like the bars a year: an adopted run, of which nobody recorded it. */
  ruined: z.boolean().nullable(),
  periods_per_year: z.number().nullable(),
  /** What a reader of the figures must know, in sentences; absent when there is nothing. */
  notes: z.array(z.string()).readonly().optional(),
  /** Figures of an adopted run that have no counterpart here, word for word. */
  legacy: z.record(z.string(), z.unknown()).optional(),
})
export interface Metrics {
  readonly values: Readonly<Record<MetricName, number | null>>
  readonly reasons: Readonly<Partial<Record<MetricName, string>>>
  readonly ruined: boolean
  readonly periods_per_year: number
  /** What a reader of the figures must know, in sentences; absent when there is nothing. */
  readonly notes?: readonly string[] | undefined
}
