import { describe, expect, it } from 'vitest'
import { FILL_REASONS } from '#shared/domain/ledger.ts'
import { tradeExcursions } from './tradeExcursions.ts'

const column = (...values: number[]) => Float64Array.from(values)
const SIGNAL = FILL_REASONS.indexOf('signal')
const STOP = FILL_REASONS.indexOf('stop')
const MARGIN_CALL = FILL_REASONS.indexOf('margin_call')

const bars = {
  open: column(100, 101, 103, 108, 99),
  high: column(102, 106, 112, 110, 130),
  low: column(97, 98, 90, 104, 80),
}

interface OneTrade {
  readonly entryBar: number
  readonly exitBar: number
  readonly units: number
  readonly entryPrice: number
  readonly exitPrice: number
  readonly exitReason: number
}

function excursions(trade: OneTrade, fill: 'next_open' | 'close') {
  const trades = {
    entryBar: column(trade.entryBar),
    exitBar: column(trade.exitBar),
    units: column(trade.units),
    entryPrice: column(trade.entryPrice),
    exitPrice: column(trade.exitPrice),
    exitReason: column(trade.exitReason),
  }
  const { adverse, favourable } = tradeExcursions(trades, bars, fill)
  return { adverse: adverse[0], favourable: favourable[0] }
}

const base = { entryBar: 1, exitBar: 3, entryPrice: 100, exitPrice: 108, exitReason: SIGNAL }

describe('tradeExcursions', () => {
  it.each([
    { name: 'long from open to open: both whole bars between', fill: 'next_open', trade: { ...base, units: 5 }, low: -0.1, high: 0.12 },
    { name: 'short: the other way round', fill: 'next_open', trade: { ...base, units: -5 }, low: -0.12, high: 0.1 },
    {
      name: 'from close to close: not the entry bar, but the exit bar',
      fill: 'close',
      trade: { ...base, units: 5 },
      low: -0.1,
      high: 0.12,
    },
    { name: 'a close entry leaves out its own bar', fill: 'close', trade: { ...base, entryBar: 2, units: 5 }, low: 0, high: 0.1 },
    {
      name: 'a stop: of the exit bar only the open and the fill',
      fill: 'next_open',
      trade: { ...base, exitBar: 4, units: 5, exitPrice: 95, exitReason: STOP },
      low: -0.1,
      high: 0.12,
    },
    {
      name: 'stopped on the bar of the entry: only the fills',
      fill: 'next_open',
      trade: { ...base, entryBar: 4, exitBar: 4, units: 5, exitPrice: 95, exitReason: STOP },
      low: -0.05,
      high: 0,
    },
    {
      name: 'a margin call ends the trade at the close: the whole exit bar counts',
      fill: 'next_open',
      trade: { ...base, exitBar: 4, units: 5, exitPrice: 85, exitReason: MARGIN_CALL },
      low: -0.2,
      high: 0.3,
    },
    {
      name: 'a gap through the stop counts its open',
      fill: 'next_open',
      trade: { ...base, entryBar: 3, exitBar: 4, units: 5, entryPrice: 108, exitPrice: 99, exitReason: STOP },
      low: 99 / 108 - 1,
      high: 110 / 108 - 1,
    },
  ] as const)('$name', ({ fill, trade, low, high }) => {
    const { adverse, favourable } = excursions(trade, fill)
    expect(adverse).toBeCloseTo(low, 12)
    expect(favourable).toBeCloseTo(high, 12)
  })

  it('is not known without an entry price', () => {
    expect(excursions({ ...base, units: 5, entryPrice: Number.NaN }, 'next_open').adverse).toBeNaN()
  })
})
