import { z } from 'zod'
import { idSchema, instantMsSchema, nameSchema, tagSchema, textSchema } from './primitives.ts'
import { parametersSchema, strategyTypeSchema } from './strategyType.ts'

/** draft -> dev -> crv -> product -> approved is the path of evidence; archived can be restored. */
export const STRATEGY_STATUSES = ['draft', 'dev', 'crv', 'product', 'approved', 'archived'] as const
export const strategyStatusSchema = z.enum(STRATEGY_STATUSES)
export type StrategyStatus = z.infer<typeof strategyStatusSchema>

export const tagsSchema = z.array(tagSchema).max(32)

/** What a person may write about a strategy; each save is a new, immutable version. */
export const strategyDraftSchema = z.object({
  name: nameSchema,
  description: textSchema.default(''),
  type: strategyTypeSchema,
  parameters: parametersSchema,
  /** Prior confidence 0..1 given by generation; null when nobody gave one. It is not evidence. */
  confidence: z.number().min(0).max(1).nullable().default(null),
  tags: tagsSchema.default([]),
  author: textSchema.max(255).default(''),
  hypothesis: textSchema.default(''),
  intendedUse: textSchema.default(''),
  limitations: textSchema.default(''),
})
export type StrategyDraft = z.infer<typeof strategyDraftSchema>

export const strategySchema = strategyDraftSchema.required().extend({
  id: idSchema,
  version: z.int().min(1),
  status: strategyStatusSchema,
  createdAtMs: instantMsSchema,
  updatedAtMs: instantMsSchema,
})
export type Strategy = z.infer<typeof strategySchema>

/** One immutable version of a strategy, newest first in lists. */
export const strategyVersionSchema = z.object({
  strategyId: idSchema,
  version: z.int().min(1),
  name: nameSchema,
  type: strategyTypeSchema,
  parameters: parametersSchema,
  createdAtMs: instantMsSchema,
})
export type StrategyVersion = z.infer<typeof strategyVersionSchema>

/** What a goal asks of the result in numbers; fractions, drawdowns negative. */
export const goalThresholdSchema = z.object({
  metric: z.enum([
    'sharpe_ratio',
    'sortino_ratio',
    'calmar_ratio',
    'profit_factor',
    'max_drawdown',
    'cagr',
    'win_rate',
    'annual_volatility',
  ]),
  comparison: z.enum(['at_least', 'at_most']),
  bound: z.number(),
})
export type GoalThreshold = z.infer<typeof goalThresholdSchema>

/** A new strategy, with what its goal asks of its results: the gates then hold it to that beyond the policy. */
export const newStrategySchema = strategyDraftSchema.extend({ thresholds: z.array(goalThresholdSchema).max(20).default([]) })
export type NewStrategy = StrategyDraft & { readonly thresholds?: readonly GoalThreshold[] }

/** A candidate proposed for a goal; nothing is stored until the user keeps it. */
export const strategyCandidateSchema = z.object({
  draft: strategyDraftSchema.required(),
  /** Why this family and these parameters answer the goal, in words. */
  rationale: z.string(),
  /** Said again in words in the draft's intended use, so that they stay with the strategy. */
  thresholds: z.array(goalThresholdSchema),
  /** Prior confidence 0..1: how well the family fits the words of the goal. It says nothing about profit. */
  confidence: z.number().min(0).max(1),
})
export type StrategyCandidate = z.infer<typeof strategyCandidateSchema>

export const riskPreferenceSchema = z.enum(['conservative', 'moderate', 'aggressive'])
export type RiskPreference = z.infer<typeof riskPreferenceSchema>

export const generateRequestSchema = z.object({
  goal: z.string().trim().min(3, 'say in a few words what the strategy should do').max(2000),
  riskPreference: riskPreferenceSchema.default('moderate'),
  maxStrategies: z.int().min(1).max(20).default(5),
})
export type GenerateRequest = z.infer<typeof generateRequestSchema>
