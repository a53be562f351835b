import { type Measured, measured, undefinedBecause } from '../statistics/measured.ts'
import { mean, sum } from '../statistics/moments.ts'

export interface TradeStatistics {
  readonly winRate: Measured
  readonly profitFactor: Measured
  readonly expectancy: Measured
}

/** Statistics of closed trades from their profits net of costs, in money. A trade that breaks even is neither a win nor a loss. */
export function tradeStatistics(pnl: Float64Array): TradeStatistics {
  if (pnl.length === 0) {
    const none = undefinedBecause('no trade was closed')
    return { winRate: none, profitFactor: none, expectancy: none }
  }
  const wins = pnl.filter((profit) => profit > 0)
  const lost = Math.abs(sum(pnl.filter((profit) => profit < 0)))
  return {
    winRate: measured(wins.length / pnl.length),
    profitFactor: lost === 0 ? undefinedBecause('no trade lost money') : measured(sum(wins) / lost),
    expectancy: measured(mean(pnl)),
  }
}
