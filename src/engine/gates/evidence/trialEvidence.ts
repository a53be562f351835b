import type { CrvPolicy } from '#shared/domain/gatePolicy.ts'
import type { TrialCount } from '#shared/domain/trialLedger.ts'
import { longestBlockLength } from '../../statistics/blockLength.ts'
import { deflatedSharpe } from '../../statistics/deflatedSharpe.ts'
import { effectiveTrials, measureTrials } from '../../statistics/effectiveTrials.ts'
import { overfittingProbability } from '../../statistics/overfittingProbability.ts'
import { columnOf, type ReturnMatrix } from '../../statistics/returnMatrix.ts'
import type { SharpeEstimate } from '../../statistics/sharpeEstimate.ts'
import { testSuperiorAbility } from '../../statistics/superiorAbility.ts'
import { type Gathered, gather, missing } from './gathered.ts'
import { excessOver } from './trialReturns.ts'
import type { TrialSource, TriedTrials } from './triedTrials.ts'

/** How many trials stand behind a result, and how alike they are. */
export interface TrialNumbers {
  /** Counted by the system for the whole family. */
  readonly recorded: number
  readonly bySource: TrialCount['trialsBySource']
  /** What the walk-forward says it tried itself; the count must hold at least these. */
  readonly declared: number | null
  /** Average correlation of the trials' returns; null when they could not be made again. */
  readonly correlation: number | null
  /** N: recorded trials, allowing for how alike they are. */
  readonly effective: number
  /** V: variance of per-period Sharpe ratios; null when it is not known. */
  readonly variance: number | null
}

export interface DeflatedEvidence {
  readonly probability: number
  /** SR0, per period. */
  readonly expectedMaximum: number
  readonly trials: number
  readonly variance: number
}

export interface OverfittingEvidence {
  /** Absent in evidence of versions that knew the walk-forward's trials only. */
  readonly source?: TrialSource
  readonly probability: number
  readonly columns: number
  readonly rows: number
  readonly blocks: number
  readonly splits: number
}

export interface SuperiorEvidence {
  /** Absent in evidence of versions that knew the walk-forward's trials only. */
  readonly source?: TrialSource
  readonly consistent: number
  readonly lower: number
  readonly upper: number
  readonly columns: number
  readonly benchmark: CrvPolicy['spaBenchmark']
  readonly paths: number
  readonly seed: number
  readonly meanBlockLength: number
}

interface Counted {
  readonly trials: TrialCount
  readonly declared: number | null
  readonly matrix: Gathered<ReturnMatrix>
}

/** N is never below 1, and never lowered by more than the resemblance that the trials' own returns show. */
export function countEffective({ trials, declared, matrix }: Counted): TrialNumbers {
  const measuredTrials = matrix.value === null || matrix.value.columns < 2 ? null : measureTrials(matrix.value)
  const correlation = measuredTrials?.averageCorrelation.value ?? null
  return {
    recorded: trials.trials,
    bySource: trials.trialsBySource,
    declared,
    correlation,
    effective: effectiveTrials(Math.max(1, trials.trials), correlation ?? 0),
    variance: trials.sharpeVariance ?? measuredTrials?.variance.value ?? null,
  }
}

/** DSR of an out-of-sample record. A single trial needs no variance: there was no choice. */
export function deflate(estimate: SharpeEstimate, { effective, variance }: TrialNumbers): Gathered<DeflatedEvidence> {
  const known = effective === 1 ? (variance ?? 0) : variance
  if (known === null) return missing("the variance of the trials' Sharpe ratios is not known")
  const { probability, expectedMaximum } = deflatedSharpe(estimate, { trials: effective, variance: known })
  if (probability.value === null) return missing(probability.reason)
  if (expectedMaximum.value === null) return missing(expectedMaximum.reason)
  return {
    value: { probability: probability.value, expectedMaximum: expectedMaximum.value, trials: effective, variance: known },
    missing: null,
  }
}

/** PBO with as many blocks as asked for, or as the rows allow. */
export function measureOverfitting(
  matrix: ReturnMatrix,
  { blocks, source }: { readonly blocks: number; readonly source?: TrialSource },
): Gathered<OverfittingEvidence> {
  const possible = Math.min(blocks, 2 * Math.floor(matrix.rows / 4))
  const result = gather(() => overfittingProbability(matrix, { blocks: possible, statistic: 'sharpe' }))
  if (result.value === null) return result
  const { probability, splits } = result.value
  if (probability.value === null) return missing(probability.reason)
  return {
    value: {
      ...(source && { source }),
      probability: probability.value,
      columns: matrix.columns,
      rows: matrix.rows,
      blocks: possible,
      splits,
    },
    missing: null,
  }
}

/** Hansen's test of the trials against a benchmark. */
export function measureSuperiority(
  { returns, benchmark: held, source }: TriedTrials,
  { bootstrapPaths: paths, spaBenchmark: benchmark }: CrvPolicy,
  seed: number,
): Gathered<SuperiorEvidence> {
  const excess = excessOver(returns, held)
  const meanBlockLength = longestBlockLength(sampleColumns(excess))
  const result = gather(() => testSuperiorAbility(excess, { jump: 1 / meanBlockLength, paths, seed }))
  if (result.value === null) return result
  const { consistent, lower, upper } = result.value.spa
  if (consistent.value === null || lower.value === null || upper.value === null)
    return missing(consistent.reason ?? 'the test is undefined')
  return {
    value: {
      source,
      consistent: consistent.value,
      lower: lower.value,
      upper: upper.value,
      columns: excess.columns,
      benchmark,
      paths,
      seed,
      meanBlockLength,
    },
    missing: null,
  }
}

const SAMPLED_COLUMNS = 20

/** Trials of one grid remember alike: the block length is chosen from an even sample of them. */
function sampleColumns(matrix: ReturnMatrix): Float64Array[] {
  const count = Math.min(SAMPLED_COLUMNS, matrix.columns)
  return Array.from({ length: count }, (_, i) => columnOf(matrix, Math.floor((i * matrix.columns) / count)))
}
