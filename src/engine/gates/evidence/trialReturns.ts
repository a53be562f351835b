import { AppError } from '#shared/domain/appError.ts'
import type { MarketSeries } from '#shared/domain/dataset.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import type { Parameters } from '#shared/domain/strategyType.ts'
import { holdingValues } from '../../market/marketData.ts'
import { equityPathOf, simpleReturns } from '../../metrics/equityPath.ts'
import type { CancelSignal } from '../../simulator/cancelSignal.ts'
import { matrixOfColumns, type ReturnMatrix } from '../../statistics/returnMatrix.ts'
import { backtestTrials } from '../../validation/backtestTrials.ts'
import type { BarRange } from '../../validation/planFolds.ts'

export type TrialReturnsInput = MarketSeries & {
  readonly spec: RunSpec
  readonly grid: readonly Parameters[]
  readonly range: BarRange
  readonly cancel?: CancelSignal | undefined
}

/** Numbers a matrix may hold: 160 MB. */
const MOST_VALUES = 2e7

/**
 * Bar returns of every parameter set over one range, side by side; 0 after ruin. Of a grid too large for the memory an
 * even choice is taken.
 * @throws AppError `invalid_input` for a range too short, `cancelled`, and whatever a run throws.
 */
export function trialReturns(input: TrialReturnsInput): ReturnMatrix {
  const { grid, range } = input
  const rows = range.end - range.from - 1
  if (rows < 2) throw new AppError('invalid_input', 'The range of the trials has fewer than three bars')
  const stride = Math.max(1, Math.ceil((grid.length * rows) / MOST_VALUES))
  const runner = backtestTrials(input)
  const columns = grid
    .filter((_, index) => index % stride === 0)
    .map((parameters) => {
      const { equity, initialCash } = runner.runTrial(parameters, range)
      return simpleReturns(equityPathOf(equity, initialCash)).map((value) => (Number.isNaN(value) ? 0 : value))
    })
  return matrixOfColumns(columns)
}

/** The matrix less a benchmark in every column. */
export function excessOver({ rows, columns, values }: ReturnMatrix, benchmark: Float64Array): ReturnMatrix {
  return { rows, columns, values: values.map((value, at) => value - benchmark[Math.floor(at / columns)]!) }
}

/** Bar returns of holding the instrument, or all of a panel in equal parts. */
export function holdingReturns(data: MarketSeries, { from, end }: BarRange): Float64Array {
  return simpleReturns(holdingValues(data).slice(from, end)).map((value) => (Number.isNaN(value) ? 0 : value))
}
