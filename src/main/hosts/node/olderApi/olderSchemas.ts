import { z } from 'zod'
import { hashSchema, idSchema } from '#shared/domain/primitives.ts'

const percent = z.number().nullable().describe('percent: 15.2 is 15.2 %')
const ratio = z.number().nullable()
const instant = z.string().describe('ISO 8601 instant, UTC')
const parameter = z.union([z.number(), z.string(), z.boolean()])

/** The nine figures of the older system, in its units. */
export const olderMetricsSchema = z.object({
  total_return: percent,
  max_drawdown: percent.describe('percent, negative'),
  win_rate: percent,
  sharpe_ratio: ratio,
  sortino_ratio: ratio,
  calmar_ratio: ratio,
  profit_factor: ratio,
  total_trades: z.int().nullable(),
  avg_trade: percent.describe('percent: mean return of a closed trade; null where the trades were not read'),
})
export type OlderMetrics = z.infer<typeof olderMetricsSchema>

export const strategyEntrySchema = z.object({
  id: idSchema,
  strategy_type: z.string(),
  name: z.string(),
  description: z.string(),
  parameters: z
    .object({
      lookback: z.number().nullable().describe('the longest window among the parameters, in bars; null where there is none'),
      vol_target: z.number().nullable().describe('null: the strategy targets no volatility'),
      position_size: z.number().describe('share of equity a position takes: 1, unless a run says otherwise'),
    })
    .catchall(parameter.nullable())
    .describe("the strategy's own parameters, and the older names"),
  confidence: z.number().nullable(),
})

export const executionMetadataSchema = z.object({
  seed: z.int().nullable(),
  data_source: z.string().nullable(),
  progress: z.number().describe('share of bars done, 0 to 1'),
  error_message: z.string().nullable(),
  spec_hash: hashSchema.nullable(),
  data_hash: hashSchema.nullable(),
  ledger_hash: hashSchema.nullable(),
  engine_version: z.string().nullable(),
})

export const backtestEntrySchema = z.object({
  backtest_id: idSchema,
  strategy_id: idSchema,
  status: z.string(),
  metrics: olderMetricsSchema.nullable(),
  start_date: z.string(),
  end_date: z.string(),
  completed_at: instant.nullable(),
  duration_seconds: z.number().nullable(),
})

const windowSchema = z.object({
  window_id: z.int(),
  train_start: z.string(),
  train_end: z.string(),
  test_start: z.string(),
  test_end: z.string(),
  train_sharpe: ratio,
  test_sharpe: ratio,
  train_return: percent,
  test_return: percent,
  train_drawdown: percent,
  test_drawdown: percent,
  degradation: percent,
})

export const validationEntrySchema = z.object({
  validation_id: idSchema,
  strategy_id: idSchema,
  status: z.string(),
  start_date: z.string(),
  end_date: z.string(),
  windows: z.array(windowSchema).nullable().describe('null in lists, and until completed'),
  metrics: z
    .object({
      num_windows: z.int(),
      avg_train_sharpe: ratio,
      avg_test_sharpe: ratio,
      avg_degradation: percent,
      stability_score: ratio,
      passed: z.boolean(),
    })
    .nullable(),
  error_message: z.string().nullable(),
  created_at: instant,
})

export const gateEntrySchema = z.object({
  gate_status: z.string().describe('passed, failed, incomplete; stale where what was judged has changed since'),
  passed: z.boolean(),
  checks: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      status: z.string(),
      passed: z.boolean(),
      value: z.number().nullable(),
      message: z.string(),
    }),
  ),
  thresholds: z.record(z.string(), z.number()).describe('bound of every check that has one, by its name'),
  actuals: z.record(z.string(), z.number().nullable()).describe('measured value of every check that has a bound, by its name'),
  production_ready: z.boolean(),
  recommendation: z.string(),
  timestamp: instant,
})
export type GateEntry = z.infer<typeof gateEntrySchema>
