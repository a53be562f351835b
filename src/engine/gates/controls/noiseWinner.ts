import { xoshiro128 } from '../../random.ts'
import { momentsOf, sampleDeviation } from '../../statistics/moments.ts'
import { columnOf, matrixOfColumns } from '../../statistics/returnMatrix.ts'
import { countEffective, deflate, measureOverfitting } from '../evidence/trialEvidence.ts'
import type { CrvEvidence } from '../gatherCrvEvidence.ts'

const STRATEGIES = 200
const DAYS = 504
const BLOCKS = 8

/** The best of 200 strategies that are nothing but noise, with all the trials that it was chosen from on record. */
export function noiseWinner(seed: number): Pick<CrvEvidence, 'trials' | 'estimate' | 'deflated' | 'overfitting'> {
  const random = xoshiro128(seed)
  const matrix = matrixOfColumns(
    Array.from({ length: STRATEGIES }, () => Float64Array.from({ length: DAYS }, () => 0.01 * random.nextNormal())),
  )
  const shapes = Array.from({ length: STRATEGIES }, (_, k) => {
    const moments = momentsOf(columnOf(matrix, k))
    return {
      sharpe: moments.mean / sampleDeviation(moments),
      skewness: moments.m3 / moments.m2 ** 1.5,
      kurtosis: moments.m4 / moments.m2 ** 2,
    }
  })
  const winner = shapes.reduce((best, shape) => (shape.sharpe > best.sharpe ? shape : best))
  const sharpes = Float64Array.from(shapes, ({ sharpe }) => sharpe)
  const trials = countEffective({
    trials: {
      strategyType: 'rules',
      symbols: 'NOISE',
      trials: STRATEGIES,
      trialsBySource: { sweep: STRATEGIES },
      sharpeCount: STRATEGIES,
      sharpeMean: momentsOf(sharpes).mean,
      sharpeVariance: sampleDeviation(momentsOf(sharpes)) ** 2,
    },
    declared: STRATEGIES,
    matrix: { value: matrix, missing: null },
  })
  const estimate = { ...winner, observations: DAYS }
  return {
    trials: { value: trials, missing: null },
    estimate: { value: estimate, missing: null },
    deflated: deflate(estimate, trials),
    overfitting: measureOverfitting(matrix, { blocks: BLOCKS }),
  }
}
