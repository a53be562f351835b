import { describe, expect, it } from 'vitest'
import type { BarRow } from '../../../tests/builders/makeBars.ts'
import { fillsOf, flat, tradeCodes } from '../../../tests/builders/tradeCodes.ts'
import { FLAT, HOLD, LONG, SHORT } from '../strategies/signalCode.ts'

describe('brackets (stop 5%, target 10% of the signal close of 10; entry at the open of bar 1)', () => {
  const bracket = { stop_loss: 0.05, take_profit: 0.1 }
  const signal = flat(10)
  it.each<{ name: string; side: number; rows: BarRow[]; exit: [number, number, string]; ambiguous: number; execution?: object }>([
    { name: 'a long is stopped at its stop', side: LONG, rows: [flat(10), [10, 10, 9.4, 9.6]], exit: [2, 9.5, 'stop'], ambiguous: 0 },
    {
      name: 'a gap through the stop fills at the open',
      side: LONG,
      rows: [flat(10), [9, 9.2, 8, 8.5]],
      exit: [2, 9, 'stop'],
      ambiguous: 0,
    },
    { name: 'a long reaches its target', side: LONG, rows: [flat(10), [10, 11.5, 10, 11.2]], exit: [2, 11, 'target'], ambiguous: 0 },
    {
      name: 'a gap beyond the target fills at the open',
      side: LONG,
      rows: [flat(10), [12, 12.5, 11.9, 12]],
      exit: [2, 12, 'target'],
      ambiguous: 0,
    },
    {
      name: 'both touched: the stop wins, counted',
      side: LONG,
      rows: [flat(10), [10, 11.5, 9.4, 10]],
      exit: [2, 9.5, 'stop'],
      ambiguous: 1,
    },
    { name: 'it lives from the entry bar itself', side: LONG, rows: [[10, 10.2, 9.4, 10]], exit: [1, 9.5, 'stop'], ambiguous: 0 },
    { name: 'a short is stopped above', side: SHORT, rows: [flat(10), [10, 10.6, 10, 10.4]], exit: [2, 10.5, 'stop'], ambiguous: 0 },
    { name: 'a gap through a short stop', side: SHORT, rows: [flat(10), [11, 11.2, 10.9, 11]], exit: [2, 11, 'stop'], ambiguous: 0 },
    { name: 'a short reaches its target below', side: SHORT, rows: [flat(10), [10, 10, 8.9, 9.2]], exit: [2, 9, 'target'], ambiguous: 0 },
    { name: 'a gap beyond a short target', side: SHORT, rows: [flat(10), [8, 8.4, 7.9, 8]], exit: [2, 8, 'target'], ambiguous: 0 },
    { name: 'a touch is a hit', side: LONG, rows: [flat(10), [10, 10, 9.5, 10]], exit: [2, 9.5, 'stop'], ambiguous: 0 },
    {
      name: 'measured from the fill price when asked',
      side: LONG,
      rows: [flat(12), [12, 12, 11.3, 12]],
      exit: [2, 11.4, 'stop'],
      ambiguous: 0,
      execution: { bracket_reference: 'fill' },
    },
    {
      name: 'a stop slips, a target does not',
      side: LONG,
      rows: [flat(10), [10, 10, 9.4, 9.6]],
      exit: [2, 9.405, 'stop'],
      ambiguous: 0,
      execution: { slippage_bps: 100 },
    },
    {
      name: 'a target does not slip',
      side: LONG,
      rows: [flat(10), [10, 11.5, 10, 11.2]],
      exit: [2, 11, 'target'],
      ambiguous: 0,
      execution: { slippage_bps: 100 },
    },
  ])('$name', ({ side, rows, exit, ambiguous, execution = {} }) => {
    const all = [signal, ...rows, flat(10)]
    const codes = [side, ...all.slice(1).map(() => HOLD)]
    const ledger = tradeCodes({ rows: all, codes, execution: { ...bracket, fractional: true, ...execution } })
    const [bar, , price, , reason] = fillsOf(ledger)[1]!
    expect([bar, price, reason]).toEqual(exit)
    expect(ledger.ambiguousBars).toBe(ambiguous)
    expect(ledger.openTrades).toBe(0)
  })

  it('a close order from a signal fills at the open, ahead of the bracket', () => {
    const ledger = tradeCodes({
      rows: [signal, flat(10), [10, 11.5, 9, 10], flat(10)],
      codes: [LONG, FLAT, HOLD, HOLD],
      execution: bracket,
    })
    expect(fillsOf(ledger)[1]).toEqual([2, -100, 10, 0, 'signal'])
  })

  it('with close fills the range of the entry bar is past and cannot stop the entry', () => {
    const rows: BarRow[] = [[10, 12, 8, 10], flat(10), flat(9)]
    const ledger = tradeCodes({ rows, codes: [LONG, HOLD, HOLD], execution: { ...bracket, fill: 'close' } })
    expect(fillsOf(ledger)).toEqual([
      [0, 100, 10, 0, 'signal'],
      [2, -100, 9, 0, 'stop'],
    ])
  })

  it('a new position gets its own bracket', () => {
    const rows: BarRow[] = [flat(10), flat(10), flat(20), [20, 20, 19.5, 20], [20, 20, 18, 20]]
    const ledger = tradeCodes({ rows, codes: [LONG, HOLD, LONG, HOLD, HOLD], execution: { stop_loss: 0.05, take_profit: 0.1 } })
    expect(fillsOf(ledger).map(([bar, , price, , reason]) => [bar, price, reason])).toEqual([
      [1, 10, 'signal'],
      [2, 20, 'target'],
      [3, 20, 'signal'],
      [4, 19, 'stop'],
    ])
  })
})
