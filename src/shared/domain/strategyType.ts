import { z } from 'zod'

/** Every strategy family, the older system's eight names first. */
export const STRATEGY_TYPES = [
  'trend_following',
  'mean_reversion',
  'ts_momentum',
  'pairs_trading',
  'stat_arb',
  'volatility_trading',
  'market_neutral',
  'ml_classifier',
  'breakout',
  'carry',
  'rules',
] as const

export const strategyTypeSchema = z.enum(STRATEGY_TYPES)
export type StrategyType = z.infer<typeof strategyTypeSchema>

/** Parameter values as they stand in a spec file: flat names, scalar values. */
export const parametersSchema = z.record(
  z.string().max(64),
  z.union([z.number(), z.string().max(10_000), z.boolean()], 'must be a number, text, true or false'),
)
export type Parameters = z.infer<typeof parametersSchema>

const parameterBase = { name: z.string(), label: z.string(), help: z.string(), unit: z.string() }

/**
 * One parameter of a strategy family: the single place from which validation, forms, sweep axes and
 * documents are drawn. Bounds are inclusive. `appliesWhen` hides a parameter that another choice makes idle.
 */
export const parameterDescriptorSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('integer'),
    ...parameterBase,
    min: z.int(),
    max: z.int(),
    step: z.int(),
    default: z.int(),
    appliesWhen: z.record(z.string(), z.string()).optional(),
  }),
  z.object({
    kind: z.literal('number'),
    ...parameterBase,
    min: z.number(),
    max: z.number(),
    step: z.number(),
    default: z.number(),
    appliesWhen: z.record(z.string(), z.string()).optional(),
  }),
  z.object({
    kind: z.literal('choice'),
    ...parameterBase,
    choices: z.array(z.object({ value: z.string(), label: z.string() })),
    default: z.string(),
    appliesWhen: z.record(z.string(), z.string()).optional(),
  }),
  z.object({
    kind: z.literal('boolean'),
    ...parameterBase,
    default: z.boolean(),
    appliesWhen: z.record(z.string(), z.string()).optional(),
  }),
])
export type ParameterDescriptor = z.infer<typeof parameterDescriptorSchema>

/** What a strategy family is, in words and in parameters. */
export const strategyDescriptorSchema = z.object({
  type: strategyTypeSchema,
  title: z.string(),
  summary: z.string(),
  rule: z.string(),
  universe: z.enum(['single', 'panel']),
  parameters: z.array(parameterDescriptorSchema),
})
export type StrategyDescriptor = z.infer<typeof strategyDescriptorSchema>
