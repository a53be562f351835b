import type { Backtest } from '#shared/domain/backtest.ts'

/** Metrics of a finished run: values by name, null with a reason where one is not defined. */
export type RunMetrics = NonNullable<Backtest['metrics']>
