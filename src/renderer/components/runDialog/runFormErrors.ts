import { fieldErrorOf } from '../fieldError.ts'
import type { RunForm, RunFormErrors } from './runForm.ts'

/** Where the application's names for settings stand in the form. */
const FIELD_OF_SETTING = {
  strategyId: 'strategyId',
  datasetId: 'datasetId',
  start_date: 'startDate',
  end_date: 'endDate',
  initial_cash: 'initialCash',
  percentage: 'costPercent',
  cost_per_share: 'costPerShare',
  minimum_commission: 'minimumCommission',
  slippage_bps: 'slippageBps',
  spread_bps: 'spreadBps',
  of_equity: 'sizingPercent',
  units: 'sizingUnits',
  stop_loss: 'stopLossPercent',
  take_profit: 'takeProfitPercent',
  max_leverage: 'maxLeverage',
  seed: 'seed',
  periods_per_year: 'periodsPerYear',
  risk_free: 'riskFreePercent',
} as const satisfies Record<string, keyof RunForm>

/** A refusal by the application as messages at the inputs it is about; empty when it is about none of them. */
export function readRunFormErrors(error: unknown): RunFormErrors {
  const errors: RunFormErrors = {}
  for (const [setting, field] of Object.entries(FIELD_OF_SETTING)) {
    const message = fieldErrorOf(error, setting)
    if (message !== undefined) errors[field] = message
  }
  return errors
}
