import { describe, expect, it } from 'vitest'
import { dateToMs } from '#shared/domain/calendarDate.ts'
import type { RunLedger } from '#shared/domain/ledger.ts'
import { knownGoodRun } from '../controls/knownGoodRun.ts'
import { auditAccounting } from './accounting.ts'
import { measureLongGaps } from './dataEvidence.ts'
import { firstDivergence } from './ledgerDivergence.ts'
import { findOrderViolations } from './orderViolations.ts'
import { measureRangeUse } from './rangeUse.ts'

const {
  data: { bars },
  spec,
  stored,
} = knownGoodRun()
const ledger: RunLedger = stored.ledger
const replace = (column: Float64Array, row: number, value: number) => column.map((old, i) => (i === row ? value : old))
const DAY_MS = 86_400_000

describe('accounting', () => {
  const worstOf = (run: RunLedger) => auditAccounting(run, 100_000).residuals[0]!
  it('closes for an honest run with trades', () => {
    expect(ledger.trades.pnl.length).toBeGreaterThan(2)
    expect(worstOf(ledger).residual).toBeLessThan(1e-8)
  })
  it.each<{ name: string; run: RunLedger; identity: RegExp; row: number }>([
    {
      name: 'cash',
      run: { ...ledger, positions: { ...ledger.positions, cash: replace(ledger.positions.cash, 7, ledger.positions.cash[7]! + 1) } },
      identity: /cash from fills/,
      row: 7,
    },
    {
      name: 'equity',
      run: { ...ledger, positions: { ...ledger.positions, equity: replace(ledger.positions.equity, 9, 1) } },
      identity: /= equity/,
      row: 9,
    },
    {
      name: 'equity that is not a number',
      run: { ...ledger, positions: { ...ledger.positions, equity: replace(ledger.positions.equity, 9, Number.NaN) } },
      identity: /= equity/,
      row: 9,
    },
    {
      name: 'a profit',
      run: { ...ledger, trades: { ...ledger.trades, pnl: replace(ledger.trades.pnl, 1, 1e5) } },
      identity: /net of each/,
      row: 1,
    },
  ])('sees changed $name', ({ run, identity, row }) => {
    expect(worstOf(run)).toMatchObject({ identity: expect.stringMatching(identity), row })
    expect(worstOf(run).residual).toBeGreaterThan(0.5)
  })
  it('writes a debt off after ruin, and nothing else', () => {
    const column = (...values: number[]) => Float64Array.from(values)
    const ruined: RunLedger = {
      ...ledger,
      fills: {
        bar: column(1, 2),
        decisionBar: column(0, 2),
        time: column(1, 2),
        units: column(10, -10),
        price: column(20, 5),
        commission: column(0, 0),
        reason: column(0, 3),
      },
      trades: { ...ledger.trades, pnl: column(), units: column(), exitPrice: column(), entryPrice: column(), commission: column() },
      positions: {
        time: column(0, 1, 2, 3),
        close: column(20, 20, 5, 5),
        cash: column(100, -100, 0, 0),
        units: column(0, 10, 0, 0),
        equity: column(100, 100, 0, 0),
      },
      openTrades: 0,
      ruined: true,
    }
    expect(auditAccounting(ruined, 100).residuals[0]!.residual).toBe(0)
    const solvent = auditAccounting({ ...ruined, ruined: false }, 100).residuals
    expect(solvent.find(({ identity }) => identity.startsWith('cash from fills'))?.residual).toBe(50)
    expect(auditAccounting(ruined, 200).residuals[0]!.residual).toBe(100)
  })
})

describe('order of time', () => {
  const violationsOf = (run: RunLedger, fill: 'next_open' | 'close' = 'next_open') => findOrderViolations(run, bars.time, fill)
  it('finds nothing in an honest run', () => expect(violationsOf(ledger)).toEqual([]))
  it('wants next-open fills after their decision, and allows close fills at it', () => {
    const sameBar = { ...ledger, fills: { ...ledger.fills, decisionBar: ledger.fills.bar } }
    expect(violationsOf(sameBar)).toHaveLength(ledger.fills.bar.length)
    expect(violationsOf(sameBar, 'close')).toEqual([])
  })
  it.each<{ name: string; run: RunLedger; first: object }>([
    {
      name: 'a repeated bar',
      run: { ...ledger, positions: { ...ledger.positions, time: replace(ledger.positions.time, 5, ledger.positions.time[4]!) } },
      first: { group: 'positions', row: 5 },
    },
    {
      name: 'a fill at another time',
      run: { ...ledger, fills: { ...ledger.fills, time: replace(ledger.fills.time, 1, 0) } },
      first: { group: 'fills', row: 1 },
    },
    {
      name: 'a trade that ends early',
      run: { ...ledger, trades: { ...ledger.trades, exitBar: replace(ledger.trades.exitBar, 0, 0) } },
      first: { group: 'trades', row: 0 },
    },
  ])('finds $name', ({ run, first }) => expect(violationsOf(run)[0]).toMatchObject(first))
})

describe('the first divergent row', () => {
  it('is none between equal ledgers', () => expect(firstDivergence(ledger, structuredClone(ledger))).toBeNull())
  it('names group, row, column and both values', () => {
    const other = { ...ledger, fills: { ...ledger.fills, price: replace(ledger.fills.price, 2, 1) } }
    expect(firstDivergence(ledger, other)).toEqual({ group: 'fills', row: 2, column: 'price', stored: ledger.fills.price[2], replayed: 1 })
  })
  it('sees a row more', () => {
    const other = { ...ledger, trades: { ...ledger.trades, pnl: ledger.trades.pnl.slice(0, -1) } }
    expect(firstDivergence(ledger, other)).toMatchObject({ group: 'trades', column: 'pnl', replayed: null })
  })
  it('sees the counts', () => {
    expect(firstDivergence(ledger, { ...ledger, droppedOrders: 9 })).toMatchObject({
      group: 'counts',
      column: 'droppedOrders',
      replayed: 9,
    })
  })
})

describe('long gaps', () => {
  const times = (...dates: string[]) => Float64Array.from(dates, dateToMs)
  it('leaves weekends and closures of four days alone', () => {
    expect(measureLongGaps(times('2001-09-10', '2001-09-17', '2001-09-18')).missingDays).toBe(0)
  })
  it('counts what is longer', () => {
    expect(measureLongGaps(times('2024-01-01', '2024-01-09'))).toEqual({ missingDays: 5, fraction: 5 / 7 })
  })
  it('counts every day where weekends trade', () => {
    expect(measureLongGaps(times('2024-01-06', '2024-01-12')).missingDays).toBe(5)
  })
  it('has nothing to say of no bars', () => expect(measureLongGaps(times())).toEqual({ missingDays: 0, fraction: 0 }))
})

describe('use of the range', () => {
  it('counts the bars of both end days', () => {
    const use = measureRangeUse(ledger, bars.time, { start_date: '2024-01-01', end_date: '2024-01-05' })
    expect(use).toMatchObject({ requestedBars: 5, usedBars: 5, strayBars: bars.time.length - 5, firstUsedMs: bars.time[0] })
    expect(measureRangeUse(ledger, bars.time, spec).strayBars).toBe(0)
  })
  it('counts bars that are not in the data as strays', () => {
    const moved = { ...ledger, positions: { ...ledger.positions, time: ledger.positions.time.map((time) => time + DAY_MS / 2) } }
    expect(measureRangeUse(moved, bars.time, spec)).toMatchObject({ usedBars: 0, strayBars: bars.time.length })
  })
})
