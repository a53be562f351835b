import type { CostModel, Execution, RunSettings, Sizing } from '#shared/domain/runSpec.ts'

/** What a number input holds: '' when empty, text while a number is half typed ("0."). */
export type NumberField = number | string

type WithInput =
  | 'fill'
  | 'slippage_bps'
  | 'spread_bps'
  | 'fractional'
  | 'sizing'
  | 'stop_loss'
  | 'take_profit'
  | 'bracket_reference'
  | 'max_leverage'

/** Sizes of trades that no input can show. */
export type KeptSizing = Extract<Sizing, { type: 'vol_target' | 'risk_per_trade' }>

/** What another run was given and this form has no input for: it stays as it is. */
export interface KeptSettings {
  /** null: the form's own inputs say how large a trade is. */
  readonly sizing: KeptSizing | null
  readonly execution: Omit<Execution, WithInput>
}

/** What the dialog's inputs hold: percent where the person reads percent, '' where nothing is set. */
export interface RunForm {
  strategyId: string | null
  datasetId: string | null
  /** YYYY-MM-DD; '' is the data's own end. */
  startDate: string
  endDate: string
  initialCash: NumberField
  costType: CostModel['type']
  costPercent: NumberField
  costPerShare: NumberField
  minimumCommission: NumberField
  slippageBps: NumberField
  spreadBps: NumberField
  fill: RunSettings['execution']['fill']
  isFractional: boolean
  sizingType: Extract<Sizing['type'], 'all_in' | 'fraction' | 'fixed_units'> | 'kept'
  sizingPercent: NumberField
  sizingUnits: NumberField
  stopLossPercent: NumberField
  takeProfitPercent: NumberField
  bracketReference: RunSettings['execution']['bracket_reference']
  maxLeverage: NumberField
  seed: NumberField
  periodsPerYear: NumberField
  riskFreePercent: NumberField
  kept: KeptSettings
}

/** Costs are on from the start: a strategy that only earns without them earns nothing. */
export const INITIAL_RUN_FORM: RunForm = {
  strategyId: null,
  datasetId: null,
  startDate: '',
  endDate: '',
  initialCash: 100_000,
  costType: 'percentage',
  costPercent: 0.1,
  costPerShare: 0.005,
  minimumCommission: 0,
  slippageBps: 1,
  spreadBps: 0,
  fill: 'next_open',
  isFractional: false,
  sizingType: 'all_in',
  sizingPercent: 50,
  sizingUnits: 100,
  stopLossPercent: '',
  takeProfitPercent: '',
  bracketReference: 'signal',
  maxLeverage: 1,
  seed: 42,
  periodsPerYear: 252,
  riskFreePercent: 0,
  kept: { sizing: null, execution: {} },
}

/** Percent as a fraction, without the tail that dividing decimals leaves (1.1 gives 0.011, not 0.011000000000000001). */
export function percentToFraction(percent: number): number {
  return Number((percent / 100).toPrecision(12))
}

/** The settings of the run, in the domain's units: fractions, not percent; null where nothing is set. Expects a form without errors. */
export function toRunSettings(form: RunForm): RunSettings {
  return {
    initial_cash: Number(form.initialCash),
    seed: Number(form.seed),
    start_date: form.startDate === '' ? null : form.startDate,
    end_date: form.endDate === '' ? null : form.endDate,
    cost_model: toCostModel(form),
    execution: {
      ...form.kept.execution,
      fill: form.fill,
      slippage_bps: Number(form.slippageBps),
      spread_bps: Number(form.spreadBps),
      fractional: form.isFractional,
      sizing: toSizing(form),
      stop_loss: optionalFraction(form.stopLossPercent),
      take_profit: optionalFraction(form.takeProfitPercent),
      bracket_reference: form.bracketReference,
      max_leverage: isEmpty(form.maxLeverage) ? null : Number(form.maxLeverage),
    },
    periods_per_year: Number(form.periodsPerYear),
    risk_free: percentToFraction(Number(form.riskFreePercent)),
  }
}

function toCostModel(form: RunForm): CostModel {
  const minimum_commission = Number(form.minimumCommission)
  switch (form.costType) {
    case 'zero':
      return { type: 'zero' }
    case 'percentage':
      return { type: 'percentage', percentage: percentToFraction(Number(form.costPercent)), minimum_commission }
    case 'fixed_per_share':
      return { type: 'fixed_per_share', cost_per_share: Number(form.costPerShare), minimum_commission }
  }
}

function toSizing(form: RunForm): Sizing {
  switch (form.sizingType) {
    case 'kept':
      return form.kept.sizing ?? { type: 'all_in' }
    case 'all_in':
      return { type: 'all_in' }
    case 'fraction':
      return { type: 'fraction', of_equity: percentToFraction(Number(form.sizingPercent)) }
    case 'fixed_units':
      return { type: 'fixed_units', units: Number(form.sizingUnits) }
  }
}

function optionalFraction(percent: NumberField): number | null {
  return isEmpty(percent) ? null : percentToFraction(Number(percent))
}

function isEmpty(field: NumberField): boolean {
  return String(field).trim() === ''
}

/** Calendar dates of the first and last bar, YYYY-MM-DD. */
export interface DateRange {
  readonly first: string
  readonly last: string
}

export type RunFormErrors = Partial<Record<keyof RunForm, string>>

const REQUIRED_NUMBERS = [
  'initialCash',
  'minimumCommission',
  'slippageBps',
  'spreadBps',
  'seed',
  'periodsPerYear',
  'riskFreePercent',
  'costPercent',
  'costPerShare',
  'sizingPercent',
  'sizingUnits',
] as const

/** What a person can mend before asking the application; an empty object when nothing is wrong. */
export function checkRunForm(form: RunForm, range: DateRange | null): RunFormErrors {
  const errors: RunFormErrors = {}
  if (form.strategyId === null) errors.strategyId = 'Choose a strategy'
  if (form.datasetId === null) errors.datasetId = 'Choose a dataset'
  for (const field of REQUIRED_NUMBERS) {
    if (isEmpty(form[field])) errors[field] = 'Enter a number'
  }
  for (const field of ['startDate', 'endDate'] as const) {
    const problem = outsideRange(form[field], range)
    if (problem !== null) errors[field] = problem
  }
  if (form.startDate !== '' && form.endDate !== '' && form.startDate > form.endDate) errors.endDate = 'Must not be before the start'
  return errors
}

function outsideRange(date: string, range: DateRange | null): string | null {
  if (date === '' || range === null) return null
  // A period may be named in whole calendar years, as for the application itself.
  if (yearOf(date) >= yearOf(range.first) && yearOf(date) <= yearOf(range.last)) return null
  return `The data runs from ${range.first} to ${range.last}`
}

const yearOf = (date: string) => date.slice(0, 4)
