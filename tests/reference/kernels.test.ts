import { describe, expect, it } from 'vitest'
import { SUM_COUNT, sumRun } from '#engine/metrics/runSums.ts'
import { xoshiro128 } from '#engine/random.ts'
import { foldRun } from '#engine/simulator/foldRun.ts'
import { rowTerms } from '#engine/simulator/foldTerms.ts'
import { parseRunSpec } from '#engine/simulator/parseRunSpec.ts'
import { runBacktest } from '#engine/simulator/runBacktest.ts'
import { simulateRun } from '#engine/simulator/simulateRun.ts'
import { parseAxis } from '#engine/sweep/parseAxis.ts'
import { planSweep, trialSpec } from '#engine/sweep/planSweep.ts'
import { runSweepShare } from '#engine/sweep/runSweepShare.ts'
import { SWEEP_METRICS, SweepColumns } from '#engine/sweep/sweepColumns.ts'
import type { Bars } from '#shared/domain/dataset.ts'
import { makeFlatBars, makeWalk } from '../builders/makeBars.ts'

/** Long enough that bars pass through the kernel's memory in several parts. */
function longWalk(seed: number, length: number): Bars {
  const random = xoshiro128(seed)
  return makeWalk(Array.from({ length }, () => 0.015 * random.nextNormal()))
}

const START = '2022-03-05'

describe('a run that is folded in several parts', () => {
  it.each([
    { name: 'averages', length: 13_000, strategy: { type: 'trend_following', parameters: { fast: 3, slow: 11 } } },
    { name: 'wide averages', length: 9_001, strategy: { type: 'trend_following', parameters: { fast: 40, slow: 1999 } } },
    {
      name: 'part of the bars',
      length: 12_500,
      start_date: START,
      strategy: { type: 'trend_following', parameters: { fast: 5, slow: 7 } },
    },
    {
      name: 'part of the first part',
      length: 4_500,
      start_date: START,
      strategy: { type: 'trend_following', parameters: { fast: 2, slow: 3 } },
    },
    { name: 'codes of both sides', length: 9_500, strategy: { type: 'breakout', parameters: { entry: 20, exit: 10 } } },
    {
      name: 'codes from a date on',
      length: 9_500,
      start_date: START,
      strategy: { type: 'mean_reversion', parameters: { direction: 'long_only' } },
    },
  ])('$name', ({ name, length, ...file }) => {
    for (let seed = 1; seed <= 4; seed++) {
      const bars = longWalk(seed + length, length)
      const { spec } = parseRunSpec({
        ...file,
        execution: { fractional: true },
        cost_model: { type: 'percentage', percentage: 0.0004 },
        risk_free: 0.02,
      })
      const expected = new Float64Array(SUM_COUNT)
      sumRun(simulateRun({ bars, spec }).ledger, rowTerms(spec), expected)
      expect(Array.from(foldRun(bars, spec)!.sums), name).toEqual(Array.from(expected))
    }
  })
})

/** The same with stretches of equal closes, on which both averages come to be equal. */
function haltedWalk(seed: number, length: number, halts: readonly number[]): Bars {
  const random = xoshiro128(seed)
  const isHalted = (bar: number) => halts.some((halt) => bar >= halt && bar < halt + 40)
  return makeWalk(Array.from({ length }, (_, bar) => (isHalted(bar) ? 0 : 0.015 * random.nextNormal())))
}

/** Cents over many bars: averages tie, or differ by the last digit of a sum. */
function centWalk(seed: number, length: number): Bars {
  const { close } = longWalk(seed, length)
  return makeFlatBars(Array.from(close, (price) => Math.round(price * 2) / 100 + 1))
}

describe('averages that come so close that only exact sums can tell them apart', () => {
  it.each([
    { name: 'on cents', make: (seed: number) => centWalk(seed, 20_000) },
    { name: 'in the first part', make: (seed: number) => haltedWalk(seed, 14_000, [1000]) },
    { name: 'after some parts', make: (seed: number) => haltedWalk(seed, 30_000, [9000, 20_000]) },
    { name: 'where a part ends', make: (seed: number) => haltedWalk(seed, 14_000, [4080, 8180]) },
    { name: 'again and again', make: (seed: number) => haltedWalk(seed, 40_000, [100, 5000, 9000, 14_000, 30_000]) },
    { name: 'always', make: () => makeFlatBars(new Array<number>(5000).fill(20.1)) },
  ])('$name', ({ make }) => {
    for (const [seed, start_date] of [
      [1, null],
      [2, null],
      [3, START],
    ] as const) {
      const bars = make(seed)
      for (const parameters of [
        { fast: 2, slow: 3 },
        { fast: 5, slow: 20 },
      ]) {
        const strategy = { type: 'trend_following', parameters }
        const date = bars.close.length > 5000 ? start_date : null
        const { spec } = parseRunSpec({ strategy, start_date: date, execution: { fractional: true }, cost_model: { type: 'zero' } })
        const expected = new Float64Array(SUM_COUNT)
        sumRun(simulateRun({ bars, spec }).ledger, rowTerms(spec), expected)
        expect(Array.from(foldRun(bars, spec)!.sums), `seed ${seed}`).toEqual(Array.from(expected))
      }
    }
  })
})

it('a borrow rate is paid by shorts, folded or not', () => {
  const bars = longWalk(7, 400)
  const { spec } = parseRunSpec({ strategy: { type: 'breakout' }, execution: { fractional: true, borrow_rate: 0.1 } })
  expect(foldRun(bars, spec)).toBeNull()
})

it('a sweep over many bars has the bits of single runs', () => {
  const bars = longWalk(3, 5_000)
  const { spec } = parseRunSpec({
    strategy: { type: 'trend_following' },
    execution: { fractional: true },
    cost_model: { type: 'percentage', percentage: 0.001 },
  })
  const plan = planSweep({ spec, axes: ['fast=3,4,50', 'slow=5,60,61,600'].map(parseAxis), where: null })
  const columns = new SweepColumns(plan.cells.length)
  runSweepShare({ bars, plan }, { share: { part: 0, parts: 1 }, columns, control: { checkpoint: () => {} } })
  for (let trial = 0; trial < plan.cells.length; trial++) {
    const { values } = runBacktest({ bars, symbol: 'X', spec: trialSpec(plan, trial), dataHash: '' }).metrics
    for (const name of SWEEP_METRICS) expect(columns.column(name)[trial], name).toBe(values[name] ?? Number.NaN)
  }
})
