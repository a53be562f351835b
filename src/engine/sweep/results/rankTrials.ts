import { METRICS, type MetricName } from '#shared/domain/metricRegistry.ts'
import type { Ranking } from '#shared/domain/sweep.ts'
import { cellIndices, cellStrides } from '../gridCells.ts'
import type { SweepAxis } from '../parseAxis.ts'
import type { SweepPlan } from '../planSweep.ts'
import type { SweepColumns } from '../sweepColumns.ts'

export interface RankedTrials {
  /** Every trial, the best first; trials without a score come last, and equal scores keep the order of trials. */
  readonly order: Int32Array
  /** What each trial is ranked by, in the metric's own unit; NaN = no score. */
  readonly scores: Float64Array
}

interface RankRequest {
  readonly plan: SweepPlan
  readonly columns: SweepColumns
  readonly by: MetricName
  readonly ranking: Ranking
}

export function rankTrials({ plan, columns, by, ranking }: RankRequest): RankedTrials {
  const values = columns.column(by)
  const scores = ranking === 'peak' ? values.slice() : plateauScores(plan, values)
  const sign = METRICS[by].higherIsBetter === false ? -1 : 1
  const order = Int32Array.from(scores.keys())
  order.sort((a, b) => compare(sign * scores[a]!, sign * scores[b]!) || a - b)
  return { order, scores }
}

/** Descending, NaN last. */
function compare(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b))
  return b - a
}

/**
 * Median over the trials at most one step away on every numeric axis, the trial itself included. Neighbours that are no
 * trial or have no value are left out; a trial without a value of its own has no score.
 */
function plateauScores(plan: SweepPlan, values: Float64Array): Float64Array {
  const trialOf = new Int32Array(plan.gridCells).fill(-1)
  plan.cells.forEach((cell, trial) => {
    trialOf[cell] = trial
  })
  const steps = neighbourSteps(plan.axes)
  return values.map((value, trial) => {
    if (Number.isNaN(value)) return Number.NaN
    const neighbours = neighbourCells(plan, trial, steps).map((cell) => values[trialOf[cell]!] ?? Number.NaN)
    return median(neighbours.filter((neighbour) => !Number.isNaN(neighbour)))
  })
}

/** Every combination of -1, 0 and 1 on the numeric axes; choices have no neighbours. */
function neighbourSteps(axes: readonly SweepAxis[]): number[][] {
  return axes.reduce<number[][]>(
    (steps, { values }) => {
      const moves = values.every((value) => typeof value === 'number') ? [-1, 0, 1] : [0]
      return steps.flatMap((step) => moves.map((move) => [...step, move]))
    },
    [[]],
  )
}

function neighbourCells({ axes, cells }: SweepPlan, trial: number, steps: readonly number[][]): number[] {
  const cell = cells[trial]!
  const indices = cellIndices(axes, cell)
  const strides = cellStrides(axes)
  const isOnGrid = (step: readonly number[]) =>
    step.every((move, axis) => indices[axis]! + move >= 0 && indices[axis]! + move < axes[axis]!.values.length)
  return steps.filter(isOnGrid).map((step) => step.reduce((sum, move, axis) => sum + move * strides[axis]!, cell))
}

function median(values: number[]): number {
  const sorted = values.sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
