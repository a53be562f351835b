import { expect, it } from 'vitest'
import { fillsOf, tradeCodes } from '../../../tests/builders/tradeCodes.ts'
import { FLAT, HOLD, LONG } from '../strategies/signalCode.ts'

const cents = (values: Float64Array) => Array.from(values, (value) => Number(value.toFixed(2)))

it('plays the table of docs/engine.md', () => {
  const ledger = tradeCodes({
    rows: [
      [10, 10, 10, 10],
      [10, 11, 9.6, 11],
      [11, 12, 11, 12],
      [12, 13, 9, 13],
      [13, 13, 13, 13],
    ],
    codes: [LONG, HOLD, FLAT, HOLD, HOLD],
    cash: 1000,
    cost: { type: 'percentage', percentage: 0.01 },
    execution: { stop_loss: 0.05 },
  })
  expect(fillsOf(ledger)).toEqual([
    [1, 99, 10, 9.9, 'signal'],
    [3, -99, 12, 11.88, 'signal'],
  ])
  expect(cents(ledger.positions.cash)).toEqual([1000, 0.1, 0.1, 1176.22, 1176.22])
  expect(cents(ledger.positions.equity)).toEqual([1000, 1089.1, 1188.1, 1176.22, 1176.22])
  expect(cents(ledger.trades.pnl)).toEqual([176.22])
})
