import type { Bars } from '#shared/domain/dataset.ts'
import { withKernel } from '../kernels/kernel.ts'
import { findRunWindow } from '../simulator/findRunWindow.ts'
import { foldTerms, rowTerms } from '../simulator/foldTerms.ts'
import type { RunWindow } from '../simulator/tradingDesk.ts'
import { strategyFamily } from '../strategies/registry.ts'
import { placeRange } from './fold/rangeColumns.ts'
import { TurnFold } from './fold/turnFold.ts'
import { parameterReader } from './planReader.ts'
import type { SweepPlan } from './planSweep.ts'
import { RowRecorder } from './rowRecorder.ts'
import { groupBySettings } from './settingGroups.ts'
import type { SweepColumns } from './sweepColumns.ts'
import type { SweepControl, SweepShare } from './sweepControl.ts'
import { CrossTrials, isCrossTrial } from './trials/crossTrials.ts'
import { SimulatedTrials } from './trials/simulatedTrials.ts'
import type { TrialContext } from './trials/trialContext.ts'

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
 * a trial is computed and however the sweep is shared out. Trials that the columns hold already are left alone, so a
 * sweep that was interrupted goes on where it was.
 * @throws AppError `cancelled`, `data_out_of_range` (dates), `invalid_input` (settings that the data cannot serve).
 */
export function runSweepShare(input: SweepInput, duty: SweepDuty): void {
  for (const { spec, trials } of groupBySettings(input.plan)) runGroup({ ...input, plan: { ...input.plan, spec } }, trials, duty)
}

function runGroup({ bars, plan, window: given }: SweepInput, trials: readonly number[], { share, columns, control }: SweepDuty): void {
  const { spec } = plan
  const window = given ?? findRunWindow(bars.time, spec)
  withKernel((kernel) => {
    const context: TrialContext = { bars, window, plan, recorder: new RowRecorder(columns, rowTerms(spec)), control, kernel }
    const fold = openTurnFold(context)
    const simulated = new SimulatedTrials(context, fold)
    const { crosses, others } = splitTrials(plan, fold, { trials, share })
    control.checkpoint(0)
    // What the share is must not depend on what others have done meanwhile, so done trials are left out only now.
    const missing = (some: readonly number[]) => some.filter((trial) => !columns.isDone(trial))
    const pairs = missing(crosses)
    if (fold !== null && pairs.length > 0) new CrossTrials(context, fold, (trial) => simulated.runOne(trial)).run(pairs)
    simulated.run(missing(others))
  })
}

/** null where the runs are not of whole positions, or their terms need a ledger. */
function openTurnFold({ bars, window, plan, kernel }: TrialContext): TurnFold | null {
  const terms = foldTerms(plan.spec)
  if (terms === null || strategyFamily(plan.spec.strategy.type).kind !== 'signal') return null
  const range = { first: window.firstBar, end: window.lastBar + 1 }
  kernel.setTerms(terms)
  placeRange(kernel, bars, range)
  return new TurnFold(kernel, range)
}

/**
 * The trials of a share. Neighbouring trials have indicators in common, so a share is a stretch of them; cross trials are
 * dealt out by fast width in turn, because a faster average has more crosses.
 */
function splitTrials(
  plan: SweepPlan,
  fold: TurnFold | null,
  { trials, share: { part, parts } }: { readonly trials: readonly number[]; readonly share: SweepShare },
): { crosses: number[]; others: number[] } {
  const isCross = fold === null ? () => false : isCrossTrial(plan)
  const fast = parameterReader(plan, 'fast')
  const turns = new Map<unknown, number>()
  let [before, turn]: [unknown, number] = [undefined, 0]
  const crosses: number[] = []
  const others: number[] = []
  for (const trial of trials) {
    if (!isCross(trial)) {
      others.push(trial)
      continue
    }
    const width = fast(trial)
    if (width !== before) {
      before = width
      turn = turns.get(width) ?? turns.size % parts
      turns.set(width, turn)
    }
    if (turn === part) crosses.push(trial)
  }
  const bound = (k: number) => Math.floor((others.length * k) / parts)
  return { crosses, others: others.slice(bound(part), bound(part + 1)) }
}
