import { describe, expect, it } from 'vitest'
import { FILL_REASONS, type RunLedger } from '#shared/domain/ledger.ts'
import { runSpecSchema } from '#shared/domain/runSpec.ts'
import { makeSyntheticUniverse } from '../../market/syntheticUniverse.ts'
import { runPanelBacktest } from '../../panel/runPanelBacktest.ts'
import { auditPanelAccounting } from './panelAccounting.ts'

const panel = makeSyntheticUniverse({ seed: 3, pairs: 3, bars: 300 })

function runOf(type: 'pairs_trading' | 'market_neutral' | 'carry', extra: object = {}): RunLedger {
  const spec = runSpecSchema.parse({
    strategy: { type, parameters: type === 'carry' ? { quantile: 0.5 } : {} },
    start_date: '2010-03-01',
    cost_model: { type: 'percentage', percentage: 0.001 },
    execution: { fractional: true, borrow_rate: 0.02, ...extra },
  })
  return runPanelBacktest({ panel, spec, dataHash: '' }).ledger
}

const largest = (ledger: RunLedger) => auditPanelAccounting(ledger, panel, 100_000).residuals[0]!

describe('the books of a panel', () => {
  it.each([
    { reason: 'delisted', ledger: runOf('carry', { delist_after: 5, delisting_loss: 0.5 }) },
    { reason: 'margin_call', ledger: runOf('market_neutral', { max_leverage: 4, maintenance_margin: 0.999 }) },
  ] as const)('close where $reason happens', ({ reason, ledger }) => {
    expect(ledger.fills.reason).toContain(FILL_REASONS.indexOf(reason))
    expect(largest(ledger).residual).toBeLessThan(1e-6)
  })

  it.each([
    { name: 'pairs', ledger: runOf('pairs_trading') },
    { name: 'many symbols with gaps, late starts and early ends', ledger: runOf('market_neutral') },
    { name: 'fills at the close', ledger: runOf('market_neutral', { fill: 'close' }) },
    { name: 'orders cut by volume', ledger: runOf('market_neutral', { max_participation: 0.0005 }) },
  ])('close at every bar: $name', ({ ledger }) => {
    expect(ledger.fills.bar.length).toBeGreaterThan(10)
    expect(largest(ledger).residual).toBeLessThan(1e-6)
  })

  it.each([
    { name: 'cash', group: 'positions', column: 'cash', identity: 'cash from fills = stored cash' },
    { name: 'the value held', group: 'positions', column: 'close', identity: 'sum of units from fills * last close = stored value' },
    { name: 'equity', group: 'positions', column: 'equity', identity: 'cash + value of all positions = equity' },
    { name: 'a profit', group: 'trades', column: 'pnl', identity: 'gross - costs = net of each trade' },
  ] as const)('show where $name was changed', ({ group, column, identity }) => {
    const ledger = runOf('market_neutral')
    const values: Float64Array = { ...ledger[group] }[column as never]
    const row = values.length - 2
    const changed = values.map((value, at) => (at === row ? value + 7 : value))
    const worst = auditPanelAccounting({ ...ledger, [group]: { ...ledger[group], [column]: changed } }, panel, 100_000).residuals.find(
      (each) => each.identity === identity,
    )
    expect(worst).toMatchObject({ row })
    expect(worst!.residual).toBeCloseTo(7, 6)
  })

  it('show that a fill was booked to another symbol', () => {
    const ledger = runOf('market_neutral')
    const symbol = ledger.fills.symbol!.map((value, at) => (at === 0 ? (value + 1) % 6 : value))
    expect(largest({ ...ledger, fills: { ...ledger.fills, symbol } }).residual).toBeGreaterThan(1)
  })
})
