import { cancelSignalOf } from '#engine/simulator/cancelSignal.ts'
import { type RobustnessInput, testRobustness } from '#engine/validation/robustness/testRobustness.ts'
import { walkForwardMatrix } from '#engine/validation/walkForwardMatrix.ts'
import type { RobustnessResult } from '#shared/domain/robustness.ts'
import { type SharpeSpread, spreadOf } from '#shared/domain/trialLedger.ts'
import type { EqualWindowsPlan } from '#shared/domain/validationPlan.ts'
import { openSharedSeries, type SeriesData } from './taskData.ts'

export type RobustnessTaskInput = SeriesData &
  Pick<RobustnessInput, 'spec' | 'parts' | 'paths' | 'draws' | 'seed'> & {
    /** Of the validation whose lengths are varied; null leaves the matrix out. */
    readonly matrixPlan: EqualWindowsPlan | null
  }

export interface RobustnessOutcome {
  readonly result: RobustnessResult
  /** What the matrix tried; null without one. */
  readonly tried: { readonly trials: number; readonly sharpe: SharpeSpread } | null
}

/** Multiples of the validation's own lengths. */
const MATRIX_MULTIPLES = [0.5, 1, 1.5]

/** Every stress, then the matrix, on the calling thread. */
export function robustness(
  { matrixPlan, spec, parts, paths, draws, seed, ...shared }: RobustnessTaskInput,
  control: Int32Array,
  onProgress: (fraction: number) => void,
): RobustnessOutcome {
  const cancel = cancelSignalOf(control)
  const data = openSharedSeries(shared)
  const input = { ...data, spec, parts, paths, draws, seed }
  const share = matrixPlan === null ? 1 : 0.5
  const result = testRobustness({ ...input, cancel, onProgress: (fraction) => onProgress(fraction * share) })
  if (matrixPlan === null) return { result: { ...result, matrix: null }, tried: null }
  const lengths = (length: number) => MATRIX_MULTIPLES.map((multiple) => Math.max(1, Math.round(length * multiple)))
  const cells = walkForwardMatrix({
    ...data,
    spec,
    plan: matrixPlan,
    trainLengths: lengths(matrixPlan.trainLength),
    testLengths: lengths(matrixPlan.testLength),
    cancel,
    onProgress: (fraction) => onProgress(share + fraction * (1 - share)),
  })
  const trials = cells.reduce((sum, { cell }) => sum + cell.trials, 0)
  return {
    result: { ...result, matrix: cells.map(({ cell }) => cell) },
    tried: trials === 0 ? null : { trials, sharpe: spreadOf(cells.flatMap(({ sharpes }) => sharpes)) },
  }
}
