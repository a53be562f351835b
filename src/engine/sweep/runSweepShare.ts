import type { Bars } from '#shared/domain/dataset.ts'
import { riskFreePerPeriod } from '../metrics/riskFree.ts'
import { findRunWindow } from '../simulator/findRunWindow.ts'
import type { RunWindow } from '../simulator/tradingDesk.ts'
import { foldTerms } from './fold/foldTerms.ts'
import { PositionFinder } from './fold/positionFinder.ts'
import { PositionFold } from './fold/positionFold.ts'
import { SpanTable } from './fold/spanTable.ts'
import { parameterReader } from './planReader.ts'
import type { SweepPlan } from './planSweep.ts'
import { RowRecorder } from './rowRecorder.ts'
import type { SweepColumns } from './sweepColumns.ts'
import type { SweepControl, SweepShare } from './sweepControl.ts'
import { CrossTrials, isCrossTrial } from './trials/crossTrials.ts'
import { SimulatedTrials } from './trials/simulatedTrials.ts'
import type { Folding, TrialContext } from './trials/trialContext.ts'

export interface SweepInput {
  /** All bars there are: those before start_date warm the indicators up and never enter a run. */
  readonly bars: Bars
  readonly plan: SweepPlan
  /** Bars every trial covers; left out, those between the dates of the plan's spec. */
  readonly window?: RunWindow | undefined
}

export interface SweepDuty {
  readonly share: SweepShare
  readonly columns: SweepColumns
  readonly control: SweepControl
}

/**
 * Runs one share of a sweep's trials into its columns. Every value has the bits of a single run's metric, whichever way
 * a trial is computed and however the sweep is shared out.
 * @throws AppError `cancelled`, `data_out_of_range` (dates), `invalid_input` (settings that the data cannot serve).
 */
export function runSweepShare({ bars, plan, window: given }: SweepInput, { share, columns, control }: SweepDuty): void {
  const { spec } = plan
  const window = given ?? findRunWindow(bars.time, spec)
  const target = riskFreePerPeriod(spec.risk_free, spec.periods_per_year)
  const terms = { initialCash: spec.initial_cash, periodsPerYear: spec.periods_per_year, target }
  const folding = openFolding({ bars, plan }, window)
  const context: TrialContext = { bars, window, plan, folding, recorder: new RowRecorder(columns, terms), control }
  const simulated = new SimulatedTrials(context)
  const { crosses, others } = splitTrials(plan, folding, share)
  control.checkpoint(0)
  if (folding !== null && crosses.length > 0) new CrossTrials(context, folding, (trial) => simulated.runOne(trial)).run(crosses)
  simulated.run(others)
}

function openFolding({ bars, plan }: SweepInput, window: RunWindow): Folding | null {
  const terms = foldTerms(plan.spec)
  if (terms === null) return null
  const range = { first: window.firstBar, end: window.lastBar + 1 }
  const cut = (column: Float64Array) => column.subarray(range.first, range.end)
  const table = new SpanTable({ open: cut(bars.open), close: cut(bars.close) }, terms.target)
  return { fold: new PositionFold(table, terms), positions: new PositionFinder(range) }
}

/**
 * The trials of a share. Neighbouring trials have indicators in common, so a share is a stretch of them; cross trials are
 * dealt out by fast width in turn, because a faster average has more crosses.
 */
function splitTrials(plan: SweepPlan, folding: Folding | null, { part, parts }: SweepShare): { crosses: number[]; others: number[] } {
  const isCross = folding === null ? () => false : isCrossTrial(plan)
  const fast = parameterReader(plan, 'fast')
  const turns = new Map<unknown, number>()
  const crosses: number[] = []
  const others: number[] = []
  for (let trial = 0; trial < plan.cells.length; trial++) {
    if (!isCross(trial)) {
      others.push(trial)
      continue
    }
    const width = fast(trial)
    if (!turns.has(width)) turns.set(width, turns.size % parts)
    if (turns.get(width) === part) crosses.push(trial)
  }
  const bound = (k: number) => Math.floor((others.length * k) / parts)
  return { crosses, others: others.slice(bound(part), bound(part + 1)) }
}
