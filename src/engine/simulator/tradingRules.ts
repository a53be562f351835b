import type { CostModel, Execution } from '#shared/domain/runSpec.ts'
import { type CommissionRates, commissionRates } from './commission.ts'

/** The settings of a run as plain numbers, for the loops over bars. A limit that is not set is one that nothing reaches. */
export interface TradingRules {
  readonly rates: CommissionRates
  /** What a market order pays or gets for a price of 1: slippage and half the spread, against the trader. */
  readonly buyFactor: number
  readonly sellFactor: number
  readonly fillsAtClose: boolean
  readonly isFractional: boolean
  readonly maxLeverage: number
  /** Whether stop, target or trailing stop is set. */
  readonly isGuarded: boolean
  /** Fractions of the reference price; Infinity puts the level where no price comes. */
  readonly stopLoss: number
  readonly takeProfit: number
  readonly trailingStop: number
  readonly guardsFromFill: boolean
  readonly timeStopBars: number
  readonly maxParticipation: number
  /** Cost of one bar of a short, as a fraction of its value. */
  readonly borrowPerBar: number
  /** Equity at or below this fraction of the position's value closes it; 0 waits for ruin. */
  readonly maintenanceMargin: number
}

const UNREACHED = Number.POSITIVE_INFINITY

export function tradingRules(execution: Execution, costModel: CostModel, periodsPerYear: number): TradingRules {
  const { stop_loss, take_profit, trailing_stop, time_stop, max_participation, borrow_rate, maintenance_margin } = execution
  const slippage = execution.slippage_bps + execution.spread_bps / 2
  return {
    rates: commissionRates(costModel),
    buyFactor: 1 + slippage / 10_000,
    sellFactor: 1 - slippage / 10_000,
    fillsAtClose: execution.fill === 'close',
    isFractional: execution.fractional,
    maxLeverage: execution.max_leverage ?? UNREACHED,
    isGuarded: stop_loss !== null || take_profit !== null || (trailing_stop ?? null) !== null,
    stopLoss: stop_loss ?? UNREACHED,
    takeProfit: take_profit ?? UNREACHED,
    trailingStop: trailing_stop ?? UNREACHED,
    guardsFromFill: execution.bracket_reference === 'fill',
    timeStopBars: time_stop ?? UNREACHED,
    maxParticipation: max_participation ?? UNREACHED,
    borrowPerBar: (borrow_rate ?? 0) / periodsPerYear,
    maintenanceMargin: maintenance_margin ?? 0,
  }
}
