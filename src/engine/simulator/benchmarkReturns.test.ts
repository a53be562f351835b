import { expect, it } from 'vitest'
import { makeWalk } from '../../../tests/builders/makeBars.ts'
import { hashBars } from '../market/hashBars.ts'
import { benchmarkReturns } from './benchmarkReturns.ts'
import { parseRunSpec } from './parseRunSpec.ts'
import { runBacktest } from './runBacktest.ts'

it('matches closes by time; a missing one leaves the returns on both sides missing', () => {
  const benchmark = { time: Float64Array.of(0, 1, 2, 4, 5, 6), close: Float64Array.of(9, 10, 11, 12, 15, 18) }
  expect(Array.from(benchmarkReturns(Float64Array.of(1, 2, 3, 4, 5), benchmark))).toEqual([
    11 / 10 - 1,
    Number.NaN,
    Number.NaN,
    15 / 12 - 1,
  ])
})

it('a run that holds its own benchmark throughout has a beta of 1 and no alpha', () => {
  const bars = makeWalk(Array.from({ length: 200 }, (_, i) => 0.01 + Math.sin(i) / 50))
  const { spec } = parseRunSpec({
    strategy: { type: 'breakout', parameters: { entry: 1, exit: 40, direction: 'long_only' } },
    execution: { fractional: true },
    start_date: '2020-03-01',
  })
  const { metrics, ledger } = runBacktest({ bars, symbol: 'TEST', spec, dataHash: hashBars(bars), benchmark: bars })
  expect(ledger.fills.bar).toHaveLength(1)
  // Entered within the second bar: all but one return are the benchmark's own.
  expect(metrics.values.beta).toBeGreaterThan(0.9)
  expect(metrics.values.alpha).not.toBeNull()
  expect(metrics.reasons.beta).toBeUndefined()
})
