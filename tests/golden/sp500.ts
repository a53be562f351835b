import { readFileSync } from 'node:fs'
import { hashBars } from '#engine/market/hashBars.ts'
import { parseBarsCsv } from '#engine/market/parseBarsCsv.ts'
import { parseRunSpec } from '#engine/simulator/parseRunSpec.ts'
import { type BacktestResult, runBacktest } from '#engine/simulator/runBacktest.ts'
import type { Bars } from '#shared/domain/dataset.ts'

const csvFile = new URL('../../node_modules/vega-datasets/data/sp500-2000.csv', import.meta.url)

/** The daily S&P 500 index, 2000-01-03 to 2020-04-17: 5,105 bars. */
export const sp500: Bars = parseBarsCsv(readFileSync(csvFile, 'utf8')).bars
export const sp500Hash = hashBars(sp500)

export function readFixture(path: string): string {
  return readFileSync(new URL(`fixtures/${path}`, import.meta.url), 'utf8')
}

/** Runs a specification, in the form of a spec file, on the index. */
export function runOnSp500(specFile: unknown): BacktestResult {
  const { spec, symbol } = parseRunSpec(specFile)
  return runBacktest({ bars: sp500, symbol: symbol ?? 'SPX', spec, dataHash: sp500Hash })
}

/** Largest relative difference of two series; 0 against 0 is no difference, NaN in both neither. */
export function worstDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY
  let worst = 0
  for (let i = 0; i < actual.length; i++) {
    const [a, b] = [actual[i]!, expected[i]!]
    if (Object.is(a, b) || a === b) continue
    const difference = Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b))
    worst = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : Math.max(worst, difference)
  }
  return worst
}
