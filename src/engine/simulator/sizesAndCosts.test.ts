import { describe, expect, it } from 'vitest'
import { fillsOf, flat, simulationOf, tradeCodes } from '../../../tests/builders/tradeCodes.ts'
import { FLAT, HOLD, LONG, SHORT } from '../strategies/signalCode.ts'
import { simulate } from './simulate.ts'

describe('sizes that follow risk', () => {
  // Returns of bars 1 and 2: +10% and -10%, a population deviation of 0.1 a bar.
  const rows = [flat(10), flat(11), flat(9.9), flat(10), flat(10)]
  const codes = [HOLD, HOLD, LONG, HOLD, HOLD]

  it('a volatility target divides by the volatility of the deciding bar', () => {
    // 1000 * 0.3175 a year / (0.1 * sqrt(252)) = 200 in money, 20 units at 10.
    const sizing = { type: 'vol_target', annual: 0.2 * 0.1 * Math.sqrt(252), lookback: 2 }
    const ledger = tradeCodes({ rows, codes, cash: 1000, execution: { sizing, fractional: true } })
    expect(fillsOf(ledger).map(([bar, units]) => [bar, Number(units.toFixed(9))])).toEqual([[3, 20]])
  })

  it('risk per trade divides by the average true range', () => {
    // True ranges of bars 1 and 2: 1 and 1.1, mean 1.05; a tenth of 1000 / (2 * 1.05) = 47.6 -> 47 units.
    const sizing = { type: 'risk_per_trade', fraction: 0.1, atr_period: 2, atr_multiple: 2 }
    expect(fillsOf(tradeCodes({ rows, codes, cash: 1000, execution: { sizing } }))[0]).toEqual([3, 47, 10, 0, 'signal'])
  })

  it('neither exceeds the leverage limit', () => {
    const sizing = { type: 'risk_per_trade', fraction: 1, atr_period: 2, atr_multiple: 0.1 }
    const ledger = tradeCodes({ rows, codes, cash: 1000, execution: { sizing, fractional: true } })
    expect(ledger.fills.units[0]).toBe(100)
  })

  it.each([
    { name: 'the volatility is not known yet', sizing: { type: 'vol_target', annual: 0.2, lookback: 3 } },
    { name: 'the range is not known yet', sizing: { type: 'risk_per_trade', fraction: 0.1, atr_period: 3, atr_multiple: 2 } },
  ])('an order is dropped and counted while $name', ({ sizing }) => {
    const ledger = tradeCodes({ rows, codes, execution: { sizing } })
    expect([ledger.fills.bar.length, ledger.droppedOrders]).toEqual([0, 1])
  })

  it('an order is dropped where nothing has moved', () => {
    const still = rows.map(() => flat(10))
    expect(tradeCodes({ rows: still, codes, execution: { sizing: { type: 'vol_target', annual: 0.2, lookback: 2 } } }).droppedOrders).toBe(
      1,
    )
  })
})

describe('a limit on the share of volume', () => {
  const rows = [flat(10), flat(10), flat(12), flat(12)]
  const codes = [LONG, FLAT, HOLD, HOLD]

  it('cuts the entry, drops the rest and counts it; the exit is whole', () => {
    const ledger = tradeCodes({ rows, codes, volume: [1000, 205, 5, 5], execution: { max_participation: 0.1 } })
    expect(fillsOf(ledger).map(([bar, units]) => [bar, units])).toEqual([
      [1, 20],
      [2, -20],
    ])
    expect(ledger.droppedOrders).toBe(1)
  })

  it('counts nothing when the volume is enough', () => {
    expect(tradeCodes({ rows, codes, execution: { max_participation: 0.5 } }).droppedOrders).toBe(0)
  })

  it('buys nothing on a bar that did not trade', () => {
    const ledger = tradeCodes({ rows, codes, volume: [1000, 0, 1000, 1000], execution: { max_participation: 0.1 } })
    expect([ledger.fills.bar.length, ledger.droppedOrders]).toEqual([0, 1])
  })

  it('needs the volume of every bar', () => {
    const scenario = simulationOf({ rows, codes, volume: [1000, 1000, Number.NaN, 1000], execution: { max_participation: 0.1 } })
    expect(() => simulate(scenario)).toThrow(/max_participation: the volume of bar 2 is not known/)
  })
})

describe('borrowing a short', () => {
  // 100 short from 10 at 25.2% a year: a thousandth of the short value at every close it is held.
  const rows = [flat(10), flat(10), flat(12), flat(11), flat(11)]
  const ledger = tradeCodes({
    rows,
    codes: [SHORT, HOLD, FLAT, HOLD, HOLD],
    cash: 1000,
    execution: { borrow_rate: 0.252, fractional: true },
  })

  it('costs a bar of the annual rate at every close of the short', () => {
    expect(Array.from(ledger.positions.borrow!, (paid) => Number(paid.toFixed(9)))).toEqual([0, 1, 1.2, 0, 0])
    // Equity: 1000 - 1; 1000 - 200 - 2.2; covered at 11 for a loss of 100.
    expect(Array.from(ledger.positions.equity, (value) => Number(value.toFixed(9)))).toEqual([1000, 999, 797.8, 897.8, 897.8])
  })

  it('is a cost of the trade, not a commission of its fills', () => {
    expect(ledger.trades.pnl[0]).toBeCloseTo(-102.2, 9)
    expect(ledger.trades.commission[0]).toBeCloseTo(2.2, 9)
    expect(Array.from(ledger.fills.commission)).toEqual([0, 0])
  })

  it('costs a long nothing', () => {
    const long = tradeCodes({
      rows,
      codes: [LONG, HOLD, FLAT, HOLD, HOLD],
      cash: 1000,
      execution: { borrow_rate: 0.252, fractional: true },
    })
    expect(Array.from(long.positions.borrow!)).toEqual([0, 0, 0, 0, 0])
    expect(long.positions.equity[4]).toBe(1100)
  })
})
