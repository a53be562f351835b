import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import type { RunLedger } from '#shared/domain/ledger.ts'
import { hashLedger } from './hashLedger.ts'

const column = (...values: number[]) => Float64Array.from(values)

const ledger: RunLedger = {
  fills: {
    bar: column(1),
    decisionBar: column(0),
    time: column(86_400_000),
    units: column(5),
    price: column(10),
    commission: column(1),
    reason: column(0),
  },
  trades: {
    entryBar: column(),
    exitBar: column(),
    entryTime: column(),
    exitTime: column(),
    units: column(),
    entryPrice: column(),
    exitPrice: column(),
    pnl: column(),
    commission: column(),
    exitReason: column(),
  },
  positions: { time: column(0, 86_400_000), close: column(10, 11), cash: column(100, 49), units: column(0, 5), equity: column(100, 104) },
  ambiguousBars: 0,
  droppedOrders: 0,
  openTrades: 1,
  ruined: false,
}

it('is SHA-256 over lengths and columns as little-endian doubles, then the counts', () => {
  const { bar, decisionBar, time, units, price, commission, reason } = ledger.fills
  const { positions } = ledger
  const columns = [bar, decisionBar, time, units, price, commission, reason, positions.equity]
  const values = [...columns.flatMap((values) => [values.length, ...values]), 0, 0, 1, 0]
  const bytes = Buffer.alloc(8 * values.length)
  for (const [i, value] of values.entries()) bytes.writeDoubleLE(value, 8 * i)
  expect(hashLedger(ledger)).toBe(createHash('sha256').update(bytes).digest('hex'))
  expect(hashLedger(structuredClone(ledger))).toBe(hashLedger(ledger))
})

it.each<{ name: string; change: Partial<RunLedger> }>([
  { name: 'a fill price', change: { fills: { ...ledger.fills, price: column(10.000000000000002) } } },
  { name: 'a decision bar', change: { fills: { ...ledger.fills, decisionBar: column(1) } } },
  { name: 'an equity value', change: { positions: { ...ledger.positions, equity: column(100, 104.00000000000001) } } },
  { name: 'a dropped order', change: { droppedOrders: 1 } },
  { name: 'an ambiguous bar', change: { ambiguousBars: 1 } },
  { name: 'ruin', change: { ruined: true } },
])('changes with $name', ({ change }) => {
  expect(hashLedger({ ...ledger, ...change })).not.toBe(hashLedger(ledger))
})
