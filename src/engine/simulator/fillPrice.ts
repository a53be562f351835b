import type { Execution } from '#shared/domain/runSpec.ts'

/**
 * Price of a market or stop order after slippage and half the spread, both against the trader (side 1 buys, -1 sells).
 * A target is a limit order and fills at its own price: it never comes through here.
 */
export function fillPrice(price: number, side: 1 | -1, execution: Pick<Execution, 'slippage_bps' | 'spread_bps'>): number {
  return price * (1 + (side * (execution.slippage_bps + execution.spread_bps / 2)) / 10_000)
}
