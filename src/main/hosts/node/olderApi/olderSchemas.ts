import { z } from 'zod'
import { hashSchema, idSchema } from '#shared/domain/primitives.ts'

const percent = z.number().nullable().describe('percent: 15.2 is 15.2%')
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

/** A stage says how it stands and what it made: `strategy_id`, `backtest_id`, `sweep_id`, `validation_id` or `gate_result_id` with `passed`. */
const stageEntrySchema = z.object({ status: z.string() }).catchall(z.union([z.string(), z.boolean()]).nullable())

export const pipelineEntrySchema = z.object({
  id: idSchema,
  run_id: idSchema.describe('the same as id'),
  strategy_id: idSchema,
  status: z.string(),
  current_stage: z.string().nullable().describe('the last stage that began; null before the first'),
  stages: z
    .record(z.string(), stageEntrySchema)
    .describe('by name: generate_strategy, run_backtest, sweep, validation, dev_gate, crv_gate; product_gate is never run by a pipeline'),
  created_at: instant,
  updated_at: instant,
  completed_at: instant.nullable(),
})
export type PipelineEntry = z.infer<typeof pipelineEntrySchema>

export const wholePipelineEntrySchema = pipelineEntrySchema.extend({
  inputs: z.object({
    start_date: z.string().nullable(),
    end_date: z.string().nullable(),
    initial_capital: z.number(),
    instruments: z.array(z.string()),
    seed: z.int(),
    data_source: z.string(),
  }),
  outputs: z.object({
    strategy_id: idSchema,
    backtest_id: idSchema.nullable(),
    validation_id: idSchema.nullable(),
    duration_seconds: z.number().nullable(),
  }),
  error_message: z.string().nullable(),
})

export const iterationEntrySchema = z.object({
  id: idSchema,
  strategy_id: idSchema,
  iteration_num: z.int(),
  improvement_score: ratio.describe('by how much the Sharpe ratio rose in sample; null where it is undefined before or after'),
  feedback: z.string().nullable(),
  improvements: z.array(z.string()).describe('what was changed, in words'),
  kept: z.boolean().describe('true: the change is a new version of the strategy'),
  created_at: instant,
})
