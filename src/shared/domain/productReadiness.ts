import { z } from 'zod'
import { dateSchema, idSchema, instantMsSchema, textSchema } from './primitives.ts'
import type { GoalThreshold } from './strategy.ts'

const limit = z.number().gt(0).max(100).nullable().default(null)

/** What must be in place before a strategy trades real money, as people wrote it down. Empty or null = not settled yet. */
export const productReadinessDraftSchema = z.strictObject({
  /** 1 = the most money and the least patience; waivers are refused there. */
  tier: z.int().min(1).max(3).default(2),
  /** Fractions of equity: largest position, largest sum of positions, loss of a day and drawdown at which trading stops. */
  riskLimits: z.strictObject({ position: limit, gross: limit, dailyLoss: limit, drawdownStop: limit }).prefault({}),
  /** Who watches what, how often. */
  monitoring: textSchema.default(''),
  /** What would show that the edge is gone. */
  decayTrigger: textSchema.default(''),
  /** What to do when something breaks: text or the address of a document. */
  runbook: textSchema.default(''),
  /** What is put back when this version must go: an earlier approved version, or "first" when there is none. */
  rollback: z
    .union([z.literal('first'), z.int().min(1)])
    .nullable()
    .default(null),
  /** When it is judged anew. */
  revalidationDate: dateSchema.nullable().default(null),
})
export type ProductReadinessDraft = z.infer<typeof productReadinessDraftSchema>

export const productReadinessSchema = productReadinessDraftSchema.extend({
  strategyId: idSchema,
  /** null: nobody has written anything yet. */
  updatedAtMs: instantMsSchema.nullable(),
})
export type ProductReadiness = z.infer<typeof productReadinessSchema>

/** What a strategy's own goal asks for beyond the policy. A bound that is looser than the policy's changes nothing. */
export const gateTargetsSchema = z.strictObject({
  minSharpe: z.number().nullable().default(null),
  maxDrawdown: z.number().gt(0).max(1).nullable().default(null),
  minTotalReturn: z.number().nullable().default(null),
  minTrades: z.int().min(0).nullable().default(null),
})
export type GateTargets = z.infer<typeof gateTargetsSchema>

/** What the gates can hold a strategy to of what its goal asks; null when that is nothing. The strictest of several counts. */
export function targetsOfGoal(thresholds: readonly GoalThreshold[]): GateTargets | null {
  const strictest = (metric: GoalThreshold['metric']) => {
    const bounds = thresholds.filter((asked) => asked.metric === metric && asked.comparison === 'at_least').map(({ bound }) => bound)
    return bounds.length === 0 ? null : Math.max(...bounds)
  }
  const [minSharpe, drawdown] = [strictest('sharpe_ratio'), strictest('max_drawdown')]
  // A policy's drawdown is a depth above 0, a metric's is negative.
  const maxDrawdown = drawdown !== null && drawdown < 0 ? Math.min(1, -drawdown) : null
  return minSharpe === null && maxDrawdown === null ? null : gateTargetsSchema.parse({ minSharpe, maxDrawdown })
}

export const READINESS_COMPONENTS = ['determinism', 'risk', 'policy', 'operations', 'usability'] as const
export const readinessScorecardSchema = z.object({
  strategyId: idSchema,
  /** 0..100. */
  score: z.number(),
  colour: z.enum(['green', 'amber', 'red']),
  /** Blocking checks that failed: any forces red. */
  hardBlockers: z.array(z.string()),
  components: z.array(
    z.object({
      name: z.enum(READINESS_COMPONENTS),
      weight: z.number(),
      /** 0..weight. */
      points: z.number(),
      /** Checks that are satisfied, and all that count here. */
      satisfied: z.array(z.string()),
      checks: z.array(z.string()),
    }),
  ),
})
export type ReadinessScorecard = z.infer<typeof readinessScorecardSchema>
