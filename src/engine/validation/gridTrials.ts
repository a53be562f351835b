import { sliceSeries } from '../market/marketData.ts'
import { throwIfCancelled } from '../simulator/cancelSignal.ts'
import type { SweepPlan } from '../sweep/planSweep.ts'
import { runPanelShare } from '../sweep/runPanelShare.ts'
import { runSweepShare } from '../sweep/runSweepShare.ts'
import { SweepColumns } from '../sweep/sweepColumns.ts'
import { type BacktestTrialsInput, backtestTrials } from './backtestTrials.ts'
import type { GridPoint } from './chooseTrial.ts'
import type { BarRange } from './planFolds.ts'
import type { TrialRunner, TrialScore } from './trial.ts'

export type GridTrialsInput = BacktestTrialsInput & {
  readonly alter?: never
  readonly plan: SweepPlan
  /** The points of the plan, in its order. */
  readonly grid: readonly GridPoint[]
  /** Told how many more trials of the grid have been scored. */
  readonly onTrials?: ((done: number) => void) | undefined
}

/**
 * Trials of a grid by the sweep, which shares indicators between them, and any other trial by the simulator. Like the
 * simulator's, the sweep's data end where the range ends: a later row does not exist for it.
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

function scoreGrid({ plan, cancel, onTrials, ...data }: GridTrialsInput, range: BarRange): TrialScore[] {
  const columns = new SweepColumns(plan.cells.length)
  const checkpoint = (done: number) => {
    throwIfCancelled(cancel)
    onTrials?.(done)
  }
  const seen = sliceSeries(data, { from: 0, end: range.end })
  const work = { plan, window: { firstBar: range.from, lastBar: range.end - 1 } }
  const duty = { share: { part: 0, parts: 1 }, columns, control: { checkpoint } }
  if ('panel' in seen) runPanelShare({ ...seen, ...work }, duty)
  else runSweepShare({ ...seen, ...work }, duty)
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
