import { z } from 'zod'
import type { MetricName } from './metricRegistry.ts'

export { METRIC_NAMES, type MetricName } from './metricRegistry.ts'

/** Values by name; null means undefined, and `reasons` says why in words. Never NaN, never a sentinel. */
export const metricsSchema = z.object({
  values: z.record(z.string(), z.number().nullable()),
  reasons: z.record(z.string(), z.string()),
  ruined: z.boolean(),
  periods_per_year: z.number(),
})
export interface Metrics {
  readonly values: Readonly<Record<MetricName, number | null>>
  readonly reasons: Readonly<Partial<Record<MetricName, string>>>
  readonly ruined: boolean
  readonly periods_per_year: number
}
