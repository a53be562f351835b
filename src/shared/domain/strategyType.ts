import { z } from 'zod'

/**
 * Every strategy family, the older system's eight names first. `unrecognised` marks an adopted strategy of a family this
 * version has never heard of: it can be read, not run.
 */
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
  'unrecognised',
] as const

export const strategyTypeSchema = z.enum(STRATEGY_TYPES)
export type StrategyType = z.infer<typeof strategyTypeSchema>

const parameterName = z.string().max(64)
const parameterValue = z.union([z.number(), z.string().max(10_000), z.boolean()], 'must be a number, text, true or false')
const flatParameters = z.record(parameterName, parameterValue)
const numbersByName = z.record(parameterName, z.number())

/**
 * Parameter values of a strategy: flat names, scalar values. A spec file may write the numbers a user names himself in
 * a group, `"params": {"fast": 10}`; it is read as the flat name `params.fast`, so that a sweep can name it too.
 */
export const parametersSchema = z
  .record(parameterName, z.union([parameterValue, numbersByName], 'must be a number, text, true or false'))
  .transform(flatten)
  .pipe(flatParameters)
export type Parameters = z.infer<typeof parametersSchema>

function flatten(values: Readonly<Record<string, z.infer<typeof parameterValue> | Readonly<Record<string, number>>>>) {
  const pairs = Object.entries(values).flatMap(([name, value]) =>
    typeof value === 'object'
      ? Object.entries(value).map(([inner, number]) => [`${name}.${inner}`, number] as const)
      : [[name, value] as const],
  )
  return Object.fromEntries(pairs)
}

/** Where a sweep looks for a number unless it is told otherwise; `to` is reached in whole steps. */
export const sweepRangeSchema = z.object({ from: z.number(), to: z.number(), step: z.number() })
export type SweepRange = z.infer<typeof sweepRangeSchema>

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
    /** null: a number whose meaning only the user knows. */
    sweep: sweepRangeSchema.nullable(),
    appliesWhen: z.record(z.string(), z.string()).optional(),
  }),
  z.object({
    kind: z.literal('number'),
    ...parameterBase,
    min: z.number(),
    max: z.number(),
    step: z.number(),
    default: z.number(),
    /** null: a number whose meaning only the user knows. */
    sweep: sweepRangeSchema.nullable(),
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
  z.object({
    kind: z.literal('text'),
    ...parameterBase,
    /** Characters at most. */
    maxLength: z.int(),
    default: z.string(),
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
