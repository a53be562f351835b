import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Account } from './account.ts'
import { LedgerBuffers } from './ledgerBuffers.ts'

interface Step {
  readonly units: number
  readonly price: number
  readonly commission: number
}

/** One fill a bar. Commissions differ from fill to fill, so each fill is charged by rates of its own. */
function play(steps: readonly Step[]) {
  const buffers = new LedgerBuffers()
  const rates = { perValue: 0, perUnit: 0, minimum: 0 }
  const account = new Account(1000, rates, buffers)
  steps.forEach(({ units, price, commission }, bar) => {
    rates.minimum = commission
    account.occasion.bar = bar
    account.fill(units, price)
  })
  return { account, trades: buffers.takeTrades(new Float64Array(steps.length)) }
}

it('averages the cost of a position built in steps and closes it in parts', () => {
  const { trades, account } = play([
    { units: 10, price: 10, commission: 1 },
    { units: 30, price: 14, commission: 3 },
    { units: -10, price: 15, commission: 1 },
    { units: -30, price: 12, commission: 3 },
  ])
  // Average cost (10*10 + 30*14) / 40 = 13; entry commission 0.1 a unit.
  expect(Array.from(trades.units)).toEqual([10, 30])
  expect(Array.from(trades.entryPrice)).toEqual([13, 13])
  expect(Array.from(trades.entryBar)).toEqual([0, 0])
  expect(Array.from(trades.exitBar)).toEqual([2, 3])
  expect(Array.from(trades.commission)).toEqual([2, 6])
  expect(Array.from(trades.pnl)).toEqual([10 * 2 - 2, 30 * -1 - 6])
  expect(account.equityAt(12)).toBe(1000 + 18 - 36)
})

it.each([
  { name: 'long to short', units: [10, -25], closed: 10, pnl: 10 * 5 - 1 - 0.4, open: -15 },
  { name: 'short to long', units: [-10, 25], closed: -10, pnl: -10 * 5 - 1 - 0.4, open: 15 },
])('a fill that crosses zero realises only the units it closes: $name', ({ units, closed, pnl, open }) => {
  const { trades, account } = play([
    { units: units[0]!, price: 10, commission: 1 },
    { units: units[1]!, price: 15, commission: 1 },
  ])
  expect(Array.from(trades.units)).toEqual([closed])
  expect(trades.pnl[0]).toBeCloseTo(pnl, 12)
  expect(account.units).toBe(open)
})

it('trade pnl and the pnl of the last position add up to the change of equity', () => {
  const step = fc.record({
    units: fc.integer({ min: -50, max: 50 }).filter((units) => units !== 0),
    price: fc.integer({ min: 1, max: 200 }),
    commission: fc.integer({ min: 0, max: 5 }),
  })
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 40 }), (steps) => {
      const held = steps.reduce((units, { units: added }) => units + added, 0)
      const lastPrice = steps.at(-1)!.price
      const closing = held === 0 ? [] : [{ units: -held, price: lastPrice, commission: 0 }]
      const { account, trades } = play([...steps, ...closing])
      const total = trades.pnl.reduce((sum, pnl) => sum + pnl, 0)
      expect(account.units).toBe(0)
      expect(total).toBeCloseTo(account.cash - 1000, 6)
    }),
  )
})
