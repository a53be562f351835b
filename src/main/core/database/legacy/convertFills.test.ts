import { describe, expect, it } from 'vitest'
import { readTime } from './convertCurve.ts'
import { convertFills } from './convertFills.ts'
import { RowFlags } from './legacyValues.ts'

type Order = readonly [side: string, quantity: number | string, price: number | string, commission?: number | string, symbol?: string]

function convert(orders: readonly Order[]) {
  const flags = new RowFlags()
  const list = orders.map(([side, quantity, price, commission = 0, symbol = 'SPY'], index) => ({
    timestamp: String(index * 86_400),
    symbol,
    side,
    quantity: String(quantity),
    price: String(price),
    commission: String(commission),
  }))
  const converted = convertFills(JSON.stringify(list), ['SPY'], flags)!
  return { ...converted, flags: flags.list.map(({ code, original }) => `${code} ${original}`) }
}

/** units, entry price, exit price, pnl, commission of each closed trade. */
function tradesOf(orders: readonly Order[]): number[][] {
  const { units, entryPrice, exitPrice, pnl, commission } = convert(orders).trades
  return [...units].map((_, row) => [units, entryPrice, exitPrice, pnl, commission].map((column) => column[row]!))
}

describe('fills of the older system', () => {
  it.each<{ name: string; orders: readonly Order[]; trades: number[][] }>([
    {
      name: 'a long trade',
      orders: [
        ['BUY', 10, 100, 1],
        ['SELL', 10, 110, 2],
      ],
      trades: [[10, 100, 110, 97, 3]],
    },
    {
      name: 'a short trade',
      orders: [
        ['sell', 10, 100],
        ['buy', 10, 90],
      ],
      trades: [[-10, 100, 90, 100, 0]],
    },
    {
      name: 'the oldest units first',
      orders: [
        ['BUY', 10, 100],
        ['BUY', 10, 120],
        ['SELL', 15, 130],
      ],
      trades: [
        [10, 100, 130, 300, 0],
        [5, 120, 130, 50, 0],
      ],
    },
    {
      name: 'a fill that crosses zero, its commission shared by units',
      orders: [
        ['BUY', 10, 100, 1],
        ['SELL', 30, 110, 3],
        ['BUY', 20, 105, 0],
      ],
      trades: [
        [10, 100, 110, 98, 2],
        [-20, 110, 105, 98, 2],
      ],
    },
    {
      name: 'units that rounding would leave open',
      orders: [
        ['BUY', 0.1, 10],
        ['BUY', 0.2, 10],
        ['SELL', '0.3', 10],
        ['BUY', 1, 9],
      ],
      trades: [
        [0.1, 10, 10, 0, 0],
        [0.2, 10, 10, 0, 0],
      ],
    },
    { name: 'what stays open is no trade', orders: [['BUY', 10, 100]], trades: [] },
    { name: 'nothing', orders: [], trades: [] },
  ])('closes $name', ({ orders, trades }) => {
    const made = tradesOf(orders)
    expect(made).toHaveLength(trades.length)
    for (const [row, trade] of made.entries()) {
      for (const [column, value] of trade.entries()) expect(value).toBeCloseTo(trades[row]![column]!, 12)
    }
  })

  it('matches each symbol by itself and names it', () => {
    const { trades, fills, symbols } = convert([
      ['BUY', 1, 10],
      ['SELL', 2, 50, 0, 'QQQ'],
      ['SELL', 1, 11],
      ['BUY', 2, 40, 0, 'QQQ'],
    ])
    expect(symbols).toEqual(['SPY', 'QQQ'])
    expect([...fills.symbol!]).toEqual([0, 1, 0, 1])
    expect([...trades.symbol!]).toEqual([0, 1])
    expect([...trades.pnl]).toEqual([1, 20])
  })

  it('leaves what it cannot read missing, and out of the trades', () => {
    const { fills, trades, flags } = convert([
      ['BUY', 10, 100],
      ['HOLD', 10, 110],
      ['SELL', 'many', 120],
      ['SELL', 10, 130],
    ])
    expect([...fills.units]).toEqual([10, Number.NaN, Number.NaN, -10])
    expect([...trades.exitPrice]).toEqual([130])
    expect(flags).toEqual(['fills_unreadable 2'])
  })
})

describe('stamps of the older system', () => {
  it.each([
    { stamp: 1_388_620_800, instant: '2014-01-02T00:00:00.000Z' },
    { stamp: '1388620800', instant: '2014-01-02T00:00:00.000Z' },
    { stamp: '1388620800.25', instant: '2014-01-02T00:00:00.250Z' },
    { stamp: '2014-01-02', instant: '2014-01-02T00:00:00.000Z' },
    { stamp: '2014-01-02T09:30:00', instant: '2014-01-02T09:30:00.000Z' },
    { stamp: '2014-01-02T09:30:00+02:00', instant: '2014-01-02T07:30:00.000Z' },
  ])('reads $stamp', ({ stamp, instant }) => expect(new Date(readTime(stamp)!).toISOString()).toBe(instant))

  it.each(['soon', '', null, undefined, '2024-99-99', Number.NaN, 1e300])('does not read %j', (stamp) => expect(readTime(stamp)).toBeNull())
})
