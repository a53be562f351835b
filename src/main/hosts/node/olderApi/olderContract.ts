import { z } from 'zod'
import { procedure } from '#shared/contract/base.ts'
import { dateSchema, hashSchema, idSchema } from '#shared/domain/primitives.ts'
import {
  backtestEntrySchema,
  executionMetadataSchema,
  gateEntrySchema,
  iterationEntrySchema,
  olderMetricsSchema,
  pipelineEntrySchema,
  strategyEntrySchema,
  validationEntrySchema,
  wholePipelineEntrySchema,
} from './olderSchemas.ts'

const paging = { skip: z.int().min(0).max(1_000_000).default(0), limit: z.int().min(1).max(1000).default(100) }
const instant = z.string().describe('ISO 8601 instant, UTC')
const byStrategy = z.object({ strategy_id: idSchema })
const byId = z.object({ id: idSchema })

const route = (method: 'GET' | 'POST', path: `/${string}`, summary: string) =>
  procedure.route({ method, path, summary, tags: ['Older paths: percent units, older names'], inputStructure: 'compact' })

/** What is run on, with what money. */
const dataWish = {
  initial_capital: z.number().gt(0).default(100_000),
  instruments: z.array(z.string().max(64)).min(1).max(1000).default(['SPY']),
  seed: z.int().min(0).default(42),
  data_source: z.string().max(255).default('default'),
}

const gateRequest = z.object({
  strategy_id: idSchema,
  backtest_id: idSchema.nullable().default(null),
  validation_id: idSchema.nullable().default(null),
})
const gateFields = { strategy_id: idSchema, ...gateEntrySchema.shape }

/**
 * The REST surface of the older system: its paths, field names and units (percent for its nine metrics). Scripts written
 * for it keep working; what is new stands under the contract's own paths, in fractions.
 */
export const olderContract = {
  strategies: {
    generate: route('POST', '/strategies/generate', 'Generate strategies for a goal and store them as drafts')
      .input(
        z.object({
          goal: z.string().trim().min(3).max(2000),
          risk_preference: z.enum(['conservative', 'moderate', 'aggressive']).default('moderate'),
          max_strategies: z.int().min(1).max(20).default(5),
        }),
      )
      .output(z.object({ request_id: z.string(), strategies: z.array(strategyEntrySchema), generation_time_ms: z.number() })),
    list: route('GET', '/strategies', 'Strategies, newest first')
      .input(z.object(paging).prefault({}))
      .output(z.object({ total: z.int(), strategies: z.array(strategyEntrySchema) })),
    get: route('GET', '/strategies/{id}', 'One strategy')
      .input(byId)
      .output(z.object({ strategy_id: idSchema, strategy: strategyEntrySchema, created_at: instant, status: z.string() })),
    validate: route('POST', '/strategies/{id}/validate', 'Check whether the engine takes the parameters of a strategy')
      .input(byId)
      .output(z.object({ strategy_id: idSchema, valid: z.boolean(), issues: z.array(z.string()), timestamp: instant })),
  },
  backtests: {
    run: route('POST', '/backtests/run', 'Start a backtest on the data set of an instrument')
      .input(
        z.object({
          strategy_id: idSchema,
          start_date: dateSchema,
          end_date: dateSchema,
          ...dataWish,
        }),
      )
      .output(
        z.object({
          backtest_id: idSchema,
          status: z.string(),
          message: z.string(),
          execution_metadata: executionMetadataSchema,
          created_at: instant,
        }),
      ),
    status: route('GET', '/backtests/{id}/status', 'How far a backtest has come')
      .input(byId)
      .output(
        z.object({
          backtest_id: idSchema,
          status: z.string(),
          execution_metadata: executionMetadataSchema,
          result: olderMetricsSchema.nullable(),
        }),
      ),
    replay: route('GET', '/backtests/audit/replay', 'Runs of equal settings on equal data, with their validation and product gate')
      .input(z.object({ spec_hash: hashSchema, data_hash: hashSchema }))
      .output(
        z.object({
          total: z.int(),
          runs: z.array(
            z.object({
              backtest: backtestEntrySchema,
              ledger_hash: hashSchema.nullable(),
              validation: validationEntrySchema.nullable(),
              product_gate: gateEntrySchema.nullable(),
            }),
          ),
        }),
      ),
    get: route('GET', '/backtests/{id}', 'One backtest with its fills and equity curve')
      .input(byId)
      .output(
        z.object({
          backtest: backtestEntrySchema,
          trades: z.array(
            z.object({
              timestamp: z.number().describe('epoch seconds'),
              symbol: z.string().nullable(),
              side: z.enum(['buy', 'sell']),
              quantity: z.number(),
              price: z.number(),
              commission: z.number(),
            }),
          ),
          equity_curve: z.array(z.object({ timestamp: z.number().describe('epoch seconds'), equity: z.number() })),
        }),
      ),
    list: route('GET', '/backtests', 'Backtests, newest first')
      .input(z.object({ strategy_id: idSchema.nullable().default(null), ...paging }).prefault({}))
      .output(z.object({ total: z.int(), backtests: z.array(backtestEntrySchema) })),
  },
  validation: {
    run: route('POST', '/validation/run', 'Start a walk-forward validation in calendar days')
      .input(
        z.object({
          strategy_id: idSchema,
          start_date: dateSchema,
          end_date: dateSchema,
          window_size_days: z.int().min(1).max(100_000).default(90),
          train_size_days: z.int().min(1).max(100_000).default(180),
          initial_capital: z.number().gt(0).default(100_000),
        }),
      )
      .output(z.object({ validation_id: idSchema, status: z.string(), message: z.string(), created_at: instant })),
    status: route('GET', '/validation/{id}/status', 'How far a validation has come')
      .input(byId)
      .output(z.object({ validation_id: idSchema, status: z.string(), progress: z.number() })),
    get: route('GET', '/validation/{id}', 'One validation with its windows').input(byId).output(validationEntrySchema),
    list: route('GET', '/validation', 'Validations, newest first')
      .input(z.object({ strategy_id: idSchema.nullable().default(null), ...paging }).prefault({}))
      .output(z.object({ total: z.int(), validations: z.array(validationEntrySchema) })),
  },
  gates: {
    dev: route('POST', '/gates/dev-gate', 'Run the dev gate').input(gateRequest).output(z.object(gateFields)),
    crv: route('POST', '/gates/crv-gate', 'Run the CRV gate').input(gateRequest).output(z.object(gateFields)),
    product: route('POST', '/gates/product-gate', 'Run the product gate').input(gateRequest).output(z.object(gateFields)),
    status: route('GET', '/gates/{strategy_id}/status', 'Where a strategy stands at every gate')
      .input(byStrategy)
      .output(
        z.object({
          strategy_id: idSchema,
          dev_gate_passed: z.boolean(),
          crv_gate_passed: z.boolean(),
          validation_passed: z.boolean(),
          production_ready: z.boolean(),
          promotion_block_reasons: z.array(z.string()),
          dev_gate: gateEntrySchema.nullable(),
          crv_gate: gateEntrySchema.nullable(),
          product_gate: gateEntrySchema.nullable(),
          readiness: z.object({ score: z.number().describe('gates passed of three, a fraction'), status: z.string() }),
        }),
      ),
  },
  orchestrator: {
    run: route('POST', '/orchestrator/runs', 'Start a pipeline of a strategy: backtest, sweep, walk-forward, dev gate, CRV gate')
      .input(
        z.object({
          strategy_id: idSchema,
          start_date: dateSchema.nullable().default(null).describe('null: the first bar'),
          end_date: dateSchema.nullable().default(null).describe('null: the last bar'),
          ...dataWish,
        }),
      )
      .output(wholePipelineEntrySchema),
    list: route('GET', '/orchestrator/runs', 'Pipelines, newest first')
      .input(z.object({ ...paging, limit: z.int().min(1).max(100).default(20) }).prefault({}))
      .output(z.object({ total: z.int(), runs: z.array(pipelineEntrySchema) })),
    get: route('GET', '/orchestrator/runs/{id}', 'One pipeline, stage by stage').input(byId).output(wholePipelineEntrySchema),
  },
  reflexion: {
    run: route('POST', '/reflexion/{strategy_id}/run', 'Try the next change that answers a failed check of the newest verdict')
      .input(
        byStrategy.extend({
          feedback: z.string().max(2000).nullable().default(null).describe('accepted, and not used: the failed checks say what to try'),
        }),
      )
      .output(iterationEntrySchema),
    history: route('GET', '/reflexion/{strategy_id}/history', 'Everything that was tried on a strategy, newest first')
      .input(byStrategy.extend({ limit: z.int().min(1).max(500).default(100) }))
      .output(z.array(iterationEntrySchema)),
  },
  health: route('GET', '/health', 'Whether database and workers answer').output(
    z.object({
      status: z.enum(['healthy', 'degraded']),
      database: z.object({ ok: z.boolean(), dialect: z.string(), latencyMs: z.number().nullable() }),
      workers: z.object({ ok: z.boolean(), threads: z.int(), active: z.int(), queued: z.int() }),
    }),
  ),
}
