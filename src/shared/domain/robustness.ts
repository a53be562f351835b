import { z } from 'zod'
import { hashSchema, idSchema, instantMsSchema } from './primitives.ts'
import { parametersSchema } from './strategyType.ts'

/** A value, or null with the reason in words. */
export const measuredSchema = z.union([
  z.object({ value: z.number(), reason: z.null() }),
  z.object({ value: z.null(), reason: z.string() }),
])

/** Annual, fractions; null = undefined. */
const scoreSchema = z.object({
  sharpe: z.number().nullable(),
  totalReturn: z.number().nullable(),
  cagr: z.number().nullable(),
  /** 0 or negative. */
  maxDrawdown: z.number().nullable(),
  trades: z.int(),
})

const quantilesSchema = z.object({
  p01: z.number(),
  p05: z.number(),
  p25: z.number(),
  p50: z.number(),
  p75: z.number(),
  p95: z.number(),
  p99: z.number(),
  mean: z.number(),
})

const outcomeSchema = z.object({ finalGrowth: z.number(), maxDrawdown: z.number() })

/** Paths drawn from what happened; every one says how many, from which seed, and how quantiles are read. */
const pathsSchema = z.object({
  convention: z.enum(['monte-carlo.trade-reshuffle', 'monte-carlo.trade-bootstrap', 'monte-carlo.block-bootstrap']),
  paths: z.int(),
  seed: z.int(),
  quantileType: z.literal(7),
  /** In bars; null where single trades are drawn. */
  meanBlockLength: z.number().nullable(),
  /** Trades or bars of a path. */
  steps: z.int(),
  actual: outcomeSchema,
  finalGrowthQuantiles: quantilesSchema,
  /** Drawdowns are 0 or negative: p05 is a bad path. */
  maxDrawdownQuantiles: quantilesSchema,
  /** Share of paths that end below where they began. */
  lossProbability: z.number(),
  /** Paths by their deepest drawdown: counts[i] between edges[i] and edges[i + 1]. */
  drawdownHistogram: z.object({ edges: z.array(z.number()), counts: z.array(z.number()) }),
})
export type RobustnessPaths = z.infer<typeof pathsSchema>

/** A method that could not be used says why. */
const monteCarloSchema = z.union([
  z.object({ result: pathsSchema, reason: z.null() }),
  z.object({ result: z.null(), convention: z.string(), reason: z.string() }),
])

/** Quantiles of growth over the paths of the block bootstrap, at evenly spaced steps. */
const fanSchema = z.object({
  step: z.array(z.int()),
  p05: z.array(z.number()),
  p25: z.array(z.number()),
  p50: z.array(z.number()),
  p75: z.array(z.number()),
  p95: z.array(z.number()),
  actual: z.array(z.number()),
})
export type RobustnessFan = z.infer<typeof fanSchema>

const matrixCellSchema = z.object({
  /** In the unit of the validation's plan. */
  trainLength: z.int(),
  testLength: z.int(),
  windows: z.int(),
  trials: z.int(),
  sharpe: z.number().nullable(),
  totalReturn: z.number().nullable(),
  stabilityScore: z.number().nullable(),
  /** Why there is no result; null when there is one. */
  reason: z.string().nullable(),
})
export type MatrixCellResult = z.infer<typeof matrixCellSchema>

/** What a run or a validation's out-of-sample windows look like under stress. */
export const robustnessResultSchema = z.object({
  seed: z.int(),
  base: scoreSchema,
  monteCarlo: z.array(monteCarloSchema),
  fan: fanSchema.nullable(),
  /** Deepest drawdown of each path of the block bootstrap, deepest first, as positive fractions; null without one. */
  pathDrawdowns: z.array(z.number()).nullable(),
  costs: z.object({
    points: z.array(z.object({ multiple: z.number(), score: scoreSchema })),
    breakeven: measuredSchema,
    isLowerBound: z.boolean(),
  }),
  delay: z.object({ bars: z.int(), stressed: scoreSchema, keptSharpe: measuredSchema }),
  droppedTrades: z.object({
    share: z.number(),
    draws: z.int(),
    seed: z.int(),
    quantileType: z.literal(7),
    positions: z.int(),
    sharpeQuantiles: quantilesSchema.nullable(),
    keptSharpe: measuredSchema,
  }),
  parameters: z.object({
    share: z.number(),
    /** `part` is the window, 0 for a run. */
    neighbours: z.array(
      z.object({ part: z.int(), parameters: parametersSchema, sharpe: z.number().nullable(), totalReturn: z.number().nullable() }),
    ),
    profitableShare: measuredSchema,
  }),
  regimes: z.object({
    trendBars: z.int(),
    volatilityBars: z.int(),
    parts: z.array(
      z.object({
        regime: z.enum(['rising_calm', 'rising_turbulent', 'falling_calm', 'falling_turbulent']),
        bars: z.int(),
        share: z.number(),
        totalReturn: z.number().nullable(),
        sharpe: z.number().nullable(),
      }),
    ),
  }),
  /** The walk-forward over pairs of lengths; null unless asked for. */
  matrix: z.array(matrixCellSchema).nullable(),
})
export type RobustnessResult = z.infer<typeof robustnessResultSchema>

export const robustnessSubjectSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('backtest'), id: idSchema }),
  z.object({ kind: z.literal('validation'), id: idSchema }),
])
export type RobustnessSubject = z.infer<typeof robustnessSubjectSchema>

/** A stored robustness test. */
export const robustnessSchema = z.object({
  id: idSchema,
  strategyId: idSchema,
  strategyVersion: z.int().min(1),
  subject: robustnessSubjectSchema,
  dataHash: hashSchema,
  engineVersion: z.string(),
  result: robustnessResultSchema,
  createdAtMs: instantMsSchema,
})
export type Robustness = z.infer<typeof robustnessSchema>
