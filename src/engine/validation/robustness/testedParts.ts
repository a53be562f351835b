import type { RunSpec } from '#shared/domain/runSpec.ts'
import type { Parameters } from '#shared/domain/strategyType.ts'
import { findRunWindow } from '../../simulator/findRunWindow.ts'
import { type BacktestTrialsInput, playTrial, ratesOf } from '../backtestTrials.ts'
import type { BarRange } from '../planFolds.ts'
import { type StitchedCurve, stitchEquity } from '../stitchEquity.ts'

/** Rows and the parameters they were traded with: a whole run, or one out-of-sample window. */
export interface TestedPart {
  readonly parameters: Parameters
  readonly range: BarRange
}

/** The rows of a whole run, between the dates of its spec. @throws AppError `data_out_of_range`. */
export function findTestedRange(time: Float64Array, dates: Pick<RunSpec, 'start_date' | 'end_date'>): BarRange {
  const { firstBar, lastBar } = findRunWindow(time, dates)
  return { from: firstBar, end: lastBar + 1 }
}

/** One or several parts in order of time, put under stress together. */
export interface StressedRun {
  readonly input: BacktestTrialsInput
  readonly parts: readonly TestedPart[]
}

/** The parts played one after another, each from fresh capital, their growth multiplied on to one another. */
export function playParts(input: BacktestTrialsInput, parts: readonly TestedPart[]): StitchedCurve {
  const runs = parts.map(({ parameters, range }) => {
    const { positions, trades } = playTrial(input, parameters, range)
    return { range, run: { initialCash: input.spec.initial_cash, equity: positions.equity, trades } }
  })
  return stitchEquity(runs, ratesOf(input.spec))
}
