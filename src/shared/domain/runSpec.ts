import { z } from 'zod'
import { dateSchema } from './primitives.ts'
import { parametersSchema, strategyTypeSchema } from './strategyType.ts'

const fraction = z.number().min(0).max(1)

/** Costs of one fill, in units of the instrument's currency; rates are fractions of traded value. */
export const costModelSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('zero') }),
  z.strictObject({
    type: z.literal('fixed_per_share'),
    cost_per_share: z.number().min(0).max(1000),
    minimum_commission: z.number().min(0).max(1e6).default(0),
  }),
  z.strictObject({
    type: z.literal('percentage'),
    percentage: z.number().min(0).max(0.5),
    minimum_commission: z.number().min(0).max(1e6).default(0),
  }),
])
export type CostModel = z.infer<typeof costModelSchema>

export const sizingSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('all_in') }),
  z.strictObject({ type: z.literal('fraction'), of_equity: z.number().gt(0).max(100) }),
  z.strictObject({ type: z.literal('fixed_units'), units: z.number().gt(0).max(1e12) }),
  /** Units so that a bar of realised volatility moves equity by `annual` a year: equity * annual / (sigma * sqrt(A)) / price. */
  z.strictObject({ type: z.literal('vol_target'), annual: z.number().gt(0).max(10), lookback: z.int().min(2).max(2000) }),
  /** Units so that a move of atr_multiple average true ranges costs `fraction` of equity. */
  z.strictObject({
    type: z.literal('risk_per_trade'),
    fraction: z.number().gt(0).max(1),
    atr_period: z.int().min(1).max(2000),
    atr_multiple: z.number().gt(0).max(100),
  }),
])
export type Sizing = z.infer<typeof sizingSchema>

export const executionSchema = z.strictObject({
  fill: z.enum(['next_open', 'close']).default('next_open'),
  slippage_bps: z.number().min(0).max(1000).default(0),
  spread_bps: z.number().min(0).max(1000).default(0),
  fractional: z.boolean().default(false),
  sizing: sizingSchema.default({ type: 'all_in' }),
  stop_loss: z.number().gt(0).lt(1).nullable().default(null),
  take_profit: z.number().gt(0).max(100).nullable().default(null),
  bracket_reference: z.enum(['signal', 'fill']).default('signal'),
  max_leverage: z.number().gt(0).max(100).nullable().default(1),
  // Settings that nearly every run leaves out. Absent, null and (for the rates) 0 are one and the same: they are left out
  // of the canonical spec, so specs written before they existed keep their hashes.
  /** Stop this fraction below the highest high since entry (above the lowest low for a short); it only ever tightens. */
  trailing_stop: z.number().gt(0).lt(1).nullish(),
  /** Bars a position is held at most: one entered at bar e leaves at bar e + time_stop, at the price orders fill at. */
  time_stop: z.int().min(1).max(1e6).nullish(),
  /**
   * Largest entry, or change of a target position, as a fraction of the bar's volume; the rest is dropped and counted. On a
   * panel every order is cut so, and the rest waits for the instrument's next bar.
   */
  max_participation: z.number().gt(0).max(1).nullish(),
  /** Annual cost of borrowing, a fraction of the short value at the close; each bar held costs 1 / periods_per_year of it. */
  borrow_rate: z.number().min(0).max(10).nullish(),
  /** Equity at or below this fraction of the position's (a panel: all positions') value at a close closes it there. */
  maintenance_margin: z.number().min(0).max(1).nullish(),
  /** Only of a panel: bars of its calendar without one of the instrument's own after which what is held of it is closed. */
  delist_after: z.int().min(1).max(100_000).nullish(),
  /** Share of the last known close that a long then loses; a short buys back at that close. */
  delisting_loss: fraction.nullish(),
})
export type Execution = z.infer<typeof executionSchema>

/** The strategy inside a run: a family and its parameters (defaults are filled in before hashing). */
export const specStrategySchema = z.strictObject({ type: strategyTypeSchema, parameters: parametersSchema.default({}) })
export type SpecStrategy = z.infer<typeof specStrategySchema>

/** Everything about a run but its strategy and its bars. Dates are inclusive; null means the data's own end. */
const settingsShape = {
  initial_cash: z.number().gt(0).max(1e15).default(100_000),
  seed: z
    .int()
    .min(0)
    .max(2 ** 32 - 1)
    .default(42),
  start_date: dateSchema.nullable().default(null),
  end_date: dateSchema.nullable().default(null),
  cost_model: costModelSchema.default({ type: 'zero' }),
  execution: executionSchema.prefault({}),
  periods_per_year: z.number().gt(0).max(1e6).default(252),
  risk_free: fraction.default(0),
}

const datesInOrder = (value: { start_date: string | null; end_date: string | null }) =>
  value.start_date === null || value.end_date === null || value.start_date <= value.end_date
const datesOutOfOrder = { path: ['end_date'], message: 'must not be before start_date' }

export const runSettingsSchema = z.strictObject(settingsShape).refine(datesInOrder, datesOutOfOrder)
export type RunSettings = z.infer<typeof runSettingsSchema>

/** The whole of a run's instructions; unknown keys are errors. Keys are those of the spec file. */
export const runSpecSchema = z.strictObject({ ...settingsShape, strategy: specStrategySchema }).refine(datesInOrder, datesOutOfOrder)
export type RunSpec = z.infer<typeof runSpecSchema>
