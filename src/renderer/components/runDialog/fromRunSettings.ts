import type { CostModel, Execution, RunSettings, Sizing } from '#shared/domain/runSpec.ts'
import { formatCount, formatNumber, formatPercent } from '../../format/figures.ts'
import { INITIAL_RUN_FORM, type KeptSettings, type RunForm } from './runForm.ts'

/** The settings of a run as the form's inputs hold them; what no input can show is kept. `toRunSettings` gives them back. */
export function fromRunSettings(settings: RunSettings): Omit<RunForm, 'strategyId' | 'datasetId'> {
  const { execution } = settings
  return {
    ...INITIAL_RUN_FORM,
    startDate: settings.start_date ?? '',
    endDate: settings.end_date ?? '',
    initialCash: settings.initial_cash,
    seed: settings.seed,
    periodsPerYear: settings.periods_per_year,
    riskFreePercent: fractionToPercent(settings.risk_free),
    ...fromCostModel(settings.cost_model),
    slippageBps: execution.slippage_bps,
    spreadBps: execution.spread_bps,
    fill: execution.fill,
    isFractional: execution.fractional,
    stopLossPercent: execution.stop_loss === null ? '' : fractionToPercent(execution.stop_loss),
    takeProfitPercent: execution.take_profit === null ? '' : fractionToPercent(execution.take_profit),
    bracketReference: execution.bracket_reference,
    maxLeverage: execution.max_leverage ?? '',
    ...fromSizing(execution),
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

function fromSizing(execution: Execution): Pick<RunForm, 'kept'> & Partial<RunForm> {
  const { sizing } = execution
  const own = { sizing: null, execution: settingsWithoutInput(execution) }
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

const WITHOUT_INPUT = ['trailing_stop', 'time_stop', 'max_participation', 'borrow_rate', 'maintenance_margin'] as const

function settingsWithoutInput(execution: Execution): KeptSettings['execution'] {
  return Object.fromEntries(WITHOUT_INPUT.filter((name) => execution[name] != null).map((name) => [name, execution[name]]))
}

/** How large trades are when no input can show it. */
export function describeSizing(sizing: Sizing): string {
  switch (sizing.type) {
    case 'all_in':
      return 'All cash'
    case 'fraction':
      return `${formatPercent(sizing.of_equity)} of equity`
    case 'fixed_units':
      return `${formatNumber(sizing.units)} units`
    case 'vol_target':
      return `Volatility of ${formatPercent(sizing.annual)} a year`
    case 'risk_per_trade':
      return `Risk of ${formatPercent(sizing.fraction)} a trade`
  }
}

/** The kept settings that have no input of their own, in words. */
export function describeKept({ execution }: KeptSettings): string[] {
  const { trailing_stop, time_stop, max_participation, borrow_rate, maintenance_margin } = execution
  return [
    trailing_stop == null ? '' : `trailing stop ${formatPercent(trailing_stop)}`,
    time_stop == null ? '' : `time stop after ${formatCount(time_stop)} bars`,
    max_participation == null ? '' : `at most ${formatPercent(max_participation)} of the volume`,
    borrow_rate == null ? '' : `borrowing at ${formatPercent(borrow_rate)} a year`,
    maintenance_margin == null ? '' : `maintenance margin ${formatPercent(maintenance_margin)}`,
  ].filter((words) => words !== '')
}
