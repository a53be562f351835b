import { describe, expect, it } from 'vitest'
import { readFixture, runOnSp500, worstDifference } from './sp500.ts'

interface GoldenTrade {
  readonly size: number
  readonly entry_bar: number
  readonly exit_bar: number
  readonly entry_price: number
  readonly exit_price: number
  readonly pnl: number
  /** One figure, or one for each side (entry_fees, exit_fees). */
  readonly commission?: number
  readonly entry_fees?: number
  readonly exit_fees?: number
}

interface GoldenRun {
  readonly trades: readonly GoldenTrade[]
  readonly open_trades: readonly { readonly size: number; readonly entry_bar: number; readonly entry_price: number }[]
  readonly equity: readonly number[]
}

const MONEY_TOLERANCE = 1e-9
const cost_model = { type: 'percentage', percentage: 0.002 }

const cases = [
  { file: 'SP500_sma', strategy: { type: 'trend_following', parameters: { fast: 10, slow: 20 } }, execution: {} },
  { file: 'SP500_rsi', strategy: { type: 'mean_reversion', parameters: { signal: 'rsi', period: 14 } }, execution: {} },
  { file: 'SP500_donchian', strategy: { type: 'breakout', parameters: { entry: 20, exit: 10 } }, execution: {} },
  {
    file: 'SP500_bracket',
    strategy: { type: 'trend_following', parameters: { fast: 10, slow: 20 } },
    execution: { stop_loss: 0.05, take_profit: 0.1 },
  },
  {
    file: 'SP500_sma_fractional',
    strategy: { type: 'trend_following', parameters: { fast: 10, slow: 20 } },
    execution: { fractional: true },
  },
]

describe.each(cases)('$file, computed by another engine', ({ file, strategy, execution }) => {
  const golden: GoldenRun = JSON.parse(readFixture(`runs/${file}.json`))
  const { ledger } = runOnSp500({ strategy, execution, cost_model })
  const { trades, fills, positions } = ledger
  const column = (read: (trade: GoldenTrade) => number) => golden.trades.map(read)
  const isWhole = execution.fractional !== true
  // The fractional reference recovers prices and units by division, so some differ from the file's own prices by an ulp.
  const expectSame = (actual: Float64Array, expected: number[]) =>
    isWhole ? expect(Array.from(actual)).toEqual(expected) : expect(worstDifference(actual, expected)).toBeLessThan(1e-12)

  it('makes the same trades at the same bars and prices', () => {
    expect(Array.from(trades.entryBar)).toEqual(column((trade) => trade.entry_bar))
    expect(Array.from(trades.exitBar)).toEqual(column((trade) => trade.exit_bar))
    expectSame(
      trades.entryPrice,
      column((trade) => trade.entry_price),
    )
    expectSame(
      trades.exitPrice,
      column((trade) => trade.exit_price),
    )
  })

  it('trades the same units', () => {
    expectSame(
      trades.units,
      column((trade) => trade.size),
    )
  })

  it('earns and pays the same money', () => {
    const commission = column((trade) => trade.commission ?? trade.entry_fees! + trade.exit_fees!)
    expect(
      worstDifference(
        trades.pnl,
        column((trade) => trade.pnl),
      ),
    ).toBeLessThan(MONEY_TOLERANCE)
    expect(worstDifference(trades.commission, commission)).toBeLessThan(MONEY_TOLERANCE)
  })

  it('has the same equity at every bar', () => {
    expect(worstDifference(positions.equity, golden.equity)).toBeLessThan(MONEY_TOLERANCE)
  })

  it('leaves the same position open', () => {
    const last = fills.bar.length - 1
    const open = golden.open_trades[0]!
    expect(ledger.openTrades).toBe(golden.open_trades.length)
    expect([fills.bar[last], fills.price[last]]).toEqual([open.entry_bar, open.entry_price])
    expect(positions.units.at(-1)).toBeCloseTo(open.size, isWhole ? 12 : 9)
  })
})
