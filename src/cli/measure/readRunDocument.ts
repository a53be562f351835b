import { z } from 'zod'
import { computeMetrics } from '#engine/metrics/computeMetrics.ts'
import { AppError } from '#shared/domain/appError.ts'
import type { Columns, FillColumns, PositionColumns, TradeColumns } from '#shared/domain/ledger.ts'
import { type Metrics, metricsSchema } from '#shared/domain/metric.ts'
import { runSpecSchema } from '#shared/domain/runSpec.ts'

/** null is a missing value; JSON has no -0, so it stands as text. */
const columnSchema = z
  .array(z.union([z.number(), z.null(), z.literal('-0')]))
  .transform((values) => Float64Array.from(values, (value) => (value === null ? Number.NaN : value === '-0' ? -0 : value)))

const columnsOf = (names: readonly string[]) =>
  z
    .record(z.string(), columnSchema)
    .refine((columns) => names.every((name) => name in columns), `must have the columns ${names.join(', ')}`)

const documentSchema = z.object({
  format: z.literal('aurelius-run-1', 'is not the JSON export of a run'),
  run: z.object({ spec: runSpecSchema, metrics: metricsSchema }),
  positions: columnsOf(['time', 'close', 'cash', 'units', 'equity']),
  trades: columnsOf(['pnl', 'commission']),
  fills: columnsOf(['units', 'price', 'commission']),
})

/**
 * The metrics of an exported run, computed anew from its ledger: the same bits the application stored. What happened
 * inside the simulation (ambiguous bars, dropped orders, positions left open) is taken from the file.
 * @throws AppError `data_invalid` for anything that is not the JSON export of a completed run.
 */
export function measureRunDocument(json: unknown): Metrics {
  const parsed = documentSchema.safeParse(json)
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0] ?? { path: [], message: 'cannot be read' }
    throw new AppError(
      'data_invalid',
      `${path.join('.') || 'the file'}: ${message}. Export the run again with "aurelius export run <id> --format json".`,
    )
  }
  const { run, positions, trades, fills } = parsed.data
  const { spec, metrics } = run
  const count = (name: string) => metrics.values[name] ?? 0
  return computeMetrics({
    ledger: {
      positions: positions as Columns as unknown as PositionColumns,
      trades: trades as Columns as unknown as TradeColumns,
      fills: fills as Columns as unknown as FillColumns,
      ambiguousBars: count('ambiguous_bars'),
      droppedOrders: count('dropped_orders'),
      openTrades: count('open_trades'),
      ruined: metrics.ruined === true,
    },
    initialCash: spec.initial_cash,
    periodsPerYear: spec.periods_per_year,
    riskFree: spec.risk_free,
    benchmark: null,
  })
}
