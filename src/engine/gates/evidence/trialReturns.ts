import { AppError } from '#shared/domain/appError.ts'
import type { MarketSeries } from '#shared/domain/dataset.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import { holdingValues } from '../../market/marketData.ts'
import { equityPathOf, simpleReturns } from '../../metrics/equityPath.ts'
import type { CancelSignal } from '../../simulator/cancelSignal.ts'
import { matrixOfColumns, type ReturnMatrix } from '../../statistics/returnMatrix.ts'
import { playTrial } from '../../validation/backtestTrials.ts'
import type { BarRange } from '../../validation/planFolds.ts'

export type TrialReturnsInput = MarketSeries & {
  /** Of every trial; their dates do not count, the range does. */
  readonly specs: readonly RunSpec[]
  readonly range: BarRange
  readonly cancel?: CancelSignal | undefined
}

/** Numbers a matrix may hold: 160 MB. */
const MOST_VALUES = 2e7

/**
 * Bar returns of every trial over one range, side by side; 0 after ruin. Of trials too many for the memory an even choice
 * is taken.
 * @throws AppError `invalid_input` for a range too short, `cancelled`, and whatever a run throws.
 */
export function trialReturns(input: TrialReturnsInput): ReturnMatrix {
  const { specs, range, cancel } = input
  const rows = range.end - range.from - 1
  if (rows < 2) throw new AppError('invalid_input', 'The range of the trials has fewer than three bars')
  const stride = Math.max(1, Math.ceil((specs.length * rows) / MOST_VALUES))
  const data = 'panel' in input ? { panel: input.panel } : { bars: input.bars }
  const columns = specs
    .filter((_, index) => index % stride === 0)
    .map((spec) => {
      const { positions } = playTrial({ ...data, spec, cancel }, {}, range)
      return simpleReturns(equityPathOf(positions.equity, spec.initial_cash)).map((value) => (Number.isNaN(value) ? 0 : value))
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
