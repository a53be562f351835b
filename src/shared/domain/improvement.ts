import { z } from 'zod'
import { dateSchema, idSchema, instantMsSchema } from './primitives.ts'
import { runSettingsSchema } from './runSpec.ts'
import { parametersSchema } from './strategyType.ts'

/** What a failed check says about a strategy, as far as a change can answer it. */
export const weaknessSchema = z.enum(['drawdown', 'few_trades', 'costs', 'overfitting', 'weak_edge'])
export type Weakness = z.infer<typeof weaknessSchema>

/** What an improvement is measured by, on in-sample bars only. */
export const improvementObjectiveSchema = z.enum(['sharpe_ratio', 'calmar_ratio', 'total_return'])
export type ImprovementObjective = z.infer<typeof improvementObjectiveSchema>

/** A change of parameters, of run settings, or of both; what it does not name stays. */
export const strategyChangeSchema = z.object({
  /** In words, such as "slow 50 -> 35". */
  words: z.string(),
  parameters: parametersSchema,
  /** A stop and a size belong to the run, not to the strategy's parameters; null = left as they are. */
  stopLoss: z.number().gt(0).lt(1).nullable(),
  /** Fraction of equity put into a position. */
  sizeFraction: z.number().gt(0).max(100).nullable(),
})
export type StrategyChange = z.infer<typeof strategyChangeSchema>

/** One thing that was tried because a check failed. */
export const improvementIterationSchema = z.object({
  id: idSchema,
  strategyId: idSchema,
  /** 1, 2, 3 and so on, each once for every strategy. */
  number: z.int().min(1),
  /** The verdict whose failed check is the reason. */
  gateResultId: idSchema,
  checkId: z.string(),
  weakness: weaknessSchema,
  reason: z.string(),
  change: strategyChangeSchema,
  objective: improvementObjectiveSchema,
  /** First and last date of the bars that were read. */
  inSampleStart: dateSchema,
  inSampleEnd: dateSchema,
  /** The objective on those bars; null = undefined, as the Sharpe ratio of no trades. */
  scoreBefore: z.number().nullable(),
  scoreAfter: z.number().nullable(),
  feedback: z.string(),
  kept: z.boolean(),
  /** What it added to the trial ledger. */
  trials: z.int().min(1),
  versionBefore: z.int().min(1),
  /** The version that the change became; null when it was not kept. */
  versionAfter: z.int().min(1).nullable(),
  createdAtMs: instantMsSchema,
})
export type ImprovementIteration = z.infer<typeof improvementIterationSchema>

export const improvementRequestSchema = z.object({
  strategyId: idSchema,
  objective: improvementObjectiveSchema.default('sharpe_ratio'),
  /** By how much the objective must rise for a change to be kept, in its own unit. */
  minimumGain: z.number().min(0).max(10).default(0.02),
  maxIterations: z.int().min(1).max(50).default(10),
})
export type ImprovementRequest = z.infer<typeof improvementRequestSchema>

export const improvementReportSchema = z.object({
  iterations: z.array(improvementIterationSchema),
  /** Of the failed checks, those that no change of parameters can answer, with why. */
  unanswered: z.array(z.object({ checkId: z.string(), reason: z.string() })),
  strategyVersion: z.int().min(1),
  /** With which the kept version is to be run. */
  settings: runSettingsSchema,
})
export type ImprovementReport = z.infer<typeof improvementReportSchema>
