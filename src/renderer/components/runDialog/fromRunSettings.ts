import type { CostModel, RunSettings, Sizing } from '#shared/domain/runSpec.ts'
import { formatCount, formatPercent } from '../../format/figures.ts'
import { INITIAL_RUN_FORM, type KeptSettings, type KeptSizing, type RunForm } from './runForm.ts'

/** The settings of a run as the form's inputs hold them; what no input can show is kept. `toRunSettings` gives them back. */
export function fromRunSettings(settings: RunSettings): Omit<RunForm, 'strategyId' | 'datasetId'> {
  const { fill, slippage_bps, spread_bps, fractional, sizing, stop_loss, take_profit, bracket_reference, max_leverage, ...withoutInput } =
    settings.execution
  return {
    ...INITIAL_RUN_FORM,
    startDate: settings.start_date ?? '',
    endDate: settings.end_date ?? '',
    initialCash: settings.initial_cash,
    seed: settings.seed,
    periodsPerYear: settings.periods_per_year,
    riskFreePercent: fractionToPercent(settings.risk_free),
    ...fromCostModel(settings.cost_model),
    slippageBps: slippage_bps,
    spreadBps: spread_bps,
    fill,
    isFractional: fractional,
    stopLossPercent: stop_loss === null ? '' : fractionToPercent(stop_loss),
    takeProfitPercent: take_profit === null ? '' : fractionToPercent(take_profit),
    bracketReference: bracket_reference,
    maxLeverage: max_leverage ?? '',
    ...fromSizing(sizing, withoutInput),
  }
}

/** A fraction as percent, without the tail that multiplying decimals leaves. */
function fractionToPercent(fraction: number): number {
  return Number((fraction * 100).toPrecision(12))
}

function fromCostModel(model: CostModel): Partial<RunForm> {
  switch (model.type) {
    case 'zero':
      return { costType: model.type }
    case 'percentage':
      return { costType: model.type, costPercent: fractionToPercent(model.percentage), minimumCommission: model.minimum_commission }
    case 'fixed_per_share':
      return { costType: model.type, costPerShare: model.cost_per_share, minimumCommission: model.minimum_commission }
  }
}

function fromSizing(sizing: Sizing, execution: KeptSettings['execution']): Pick<RunForm, 'kept'> & Partial<RunForm> {
  const own = { sizing: null, execution }
  switch (sizing.type) {
    case 'all_in':
      return { sizingType: sizing.type, kept: own }
    case 'fraction':
      return { sizingType: sizing.type, sizingPercent: fractionToPercent(sizing.of_equity), kept: own }
    case 'fixed_units':
      return { sizingType: sizing.type, sizingUnits: sizing.units, kept: own }
    case 'vol_target':
    case 'risk_per_trade':
      return { sizingType: 'kept', kept: { ...own, sizing } }
  }
}

/** How large trades are when no input can show it. */
export function describeSizing(sizing: KeptSizing): string {
  switch (sizing.type) {
    case 'vol_target':
      return `Volatility of ${formatPercent(sizing.annual)} a year`
    case 'risk_per_trade':
      return `Risk of ${formatPercent(sizing.fraction)} a trade`
  }
}

/** The kept settings that have no input of their own, in words. */
export function describeKept({ execution }: KeptSettings): string[] {
  const { trailing_stop, time_stop, max_participation, borrow_rate, maintenance_margin, delist_after, delisting_loss } = execution
  const words: Readonly<Record<keyof typeof execution, string>> = {
    trailing_stop: trailing_stop == null ? '' : `trailing stop ${formatPercent(trailing_stop)}`,
    time_stop: time_stop == null ? '' : `time stop after ${formatCount(time_stop)} bars`,
    max_participation: max_participation == null ? '' : `at most ${formatPercent(max_participation)} of the volume`,
    borrow_rate: borrow_rate == null ? '' : `borrowing at ${formatPercent(borrow_rate)} a year`,
    maintenance_margin: maintenance_margin == null ? '' : `maintenance margin ${formatPercent(maintenance_margin)}`,
    delist_after: delist_after == null ? '' : `settled after ${formatCount(delist_after)} bars without data`,
    delisting_loss: delisting_loss == null ? '' : `a loss of ${formatPercent(delisting_loss)} when settled`,
  }
  return Object.values(words).filter((text) => text !== '')
}
