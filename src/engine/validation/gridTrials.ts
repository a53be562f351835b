import type { Bars } from '#shared/domain/dataset.ts'
import { sliceBars } from '../market/sliceBars.ts'
import { throwIfCancelled } from '../simulator/cancelSignal.ts'
import type { SweepPlan } from '../sweep/planSweep.ts'
import { runSweepShare } from '../sweep/runSweepShare.ts'
import { SweepColumns } from '../sweep/sweepColumns.ts'
import { type BacktestTrialsInput, backtestTrials } from './backtestTrials.ts'
import type { GridPoint } from './chooseTrial.ts'
import type { BarRange } from './planFolds.ts'
import type { TrialRunner, TrialScore } from './trial.ts'

export interface GridTrialsInput extends Omit<BacktestTrialsInput, 'alter'> {
  readonly plan: SweepPlan
  /** The points of the plan, in its order. */
  readonly grid: readonly GridPoint[]
  /** Told how many more trials of the grid have been scored. */
  readonly onTrials?: ((done: number) => void) | undefined
}

/**
 * Trials of a grid by the sweep, which shares indicators between them, and any other trial by the simulator. Like the
 * simulator's, the sweep's bars end where the range ends: a later row does not exist for it.
 */
export function gridTrials(input: GridTrialsInput): TrialRunner {
  const { grid } = input
  const single = backtestTrials(input)
  return {
    runTrial: single.runTrial,
    scoreTrials: (parameterSets, range) => {
      const isGrid = parameterSets.length === grid.length && parameterSets.every((set, i) => set === grid[i]!.parameters)
      return isGrid ? scoreGrid(input, range) : single.scoreTrials(parameterSets, range)
    },
  }
}

function scoreGrid({ bars, plan, cancel, onTrials }: GridTrialsInput, range: BarRange): TrialScore[] {
  const columns = new SweepColumns(plan.cells.length)
  const checkpoint = (done: number) => {
    throwIfCancelled(cancel)
    onTrials?.(done)
  }
  const seen: Bars = sliceBars(bars, 0, range.end)
  const window = { firstBar: range.from, lastBar: range.end - 1 }
  runSweepShare({ bars: seen, plan, window }, { share: { part: 0, parts: 1 }, columns, control: { checkpoint } })
  return readScores(columns)
}

function readScores(columns: SweepColumns): TrialScore[] {
  const known = (column: Float64Array) => (trial: number) => (Number.isNaN(column[trial]!) ? null : column[trial]!)
  const sharpe = known(columns.column('sharpe_ratio'))
  const totalReturn = known(columns.column('total_return'))
  const cagr = known(columns.column('cagr'))
  const maxDrawdown = known(columns.column('max_drawdown'))
  const trades = columns.column('total_trades')
  return Array.from({ length: columns.trials }, (_, trial) => ({
    sharpe: sharpe(trial),
    totalReturn: totalReturn(trial),
    cagr: cagr(trial),
    maxDrawdown: maxDrawdown(trial),
    trades: trades[trial]!,
  }))
}
