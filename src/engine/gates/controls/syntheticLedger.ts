import type { FillColumns, RunLedger, TradeColumns } from '#shared/domain/ledger.ts'

const DAY_MS = 86_400_000

export interface SyntheticRun {
  /** Simple return of every bar after the first. */
  readonly returns: Float64Array
  /** Profits of closed trades, in money, one a bar from the end backwards. */
  readonly tradeProfits: Float64Array
}

/** A ledger of nothing but equity and trade profits, for controls that judge results and not books. */
export function syntheticLedger({ returns, tradeProfits }: SyntheticRun): RunLedger {
  const bars = returns.length + 1
  const equity = new Float64Array(bars).fill(100_000)
  returns.forEach((value, i) => {
    equity[i + 1] = equity[i]! * (1 + value)
  })
  const time = equity.map((_, i) => i * DAY_MS)
  const none = new Float64Array()
  const fills: FillColumns = { bar: none, decisionBar: none, time: none, units: none, price: none, commission: none, reason: none }
  return {
    fills,
    trades: tradesOf(tradeProfits, bars),
    positions: { time, close: equity, cash: equity, units: new Float64Array(bars), equity },
    ambiguousBars: 0,
    droppedOrders: 0,
    openTrades: 0,
    ruined: false,
  }
}

function tradesOf(pnl: Float64Array, bars: number): TradeColumns {
  const exitBar = pnl.map((_, i) => bars - pnl.length + i)
  const time = exitBar.map((bar) => bar * DAY_MS)
  const flat = new Float64Array(pnl.length)
  return {
    entryBar: exitBar,
    exitBar,
    entryTime: time,
    exitTime: time,
    units: flat,
    entryPrice: flat,
    exitPrice: flat,
    pnl,
    commission: flat,
    exitReason: flat,
  }
}
