import { METRIC_NAMES, METRICS, type MetricName } from '#shared/domain/metricRegistry.ts'

/** They need all returns of a run or a benchmark, which a sweep does not keep. */
const NOT_SWEPT: readonly MetricName[] = ['var_95', 'cvar_95', 'tail_ratio', 'alpha', 'beta']

/** Every metric a sweep measures. */
export const SWEPT_METRICS: readonly MetricName[] = METRIC_NAMES.filter((name) => !NOT_SWEPT.includes(name))

/** Metrics that have a better end. */
export const RANK_METRICS: readonly MetricName[] = SWEPT_METRICS.filter((name) => METRICS[name].higherIsBetter !== null)
