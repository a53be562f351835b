import type { Bars } from '#shared/domain/dataset.ts'
import type { RunWindow } from '../../simulator/tradingDesk.ts'
import type { PositionFinder } from '../fold/positionFinder.ts'
import type { PositionFold } from '../fold/positionFold.ts'
import type { SweepPlan } from '../planSweep.ts'
import type { RowRecorder } from '../rowRecorder.ts'
import type { SweepControl } from '../sweepControl.ts'

/** How a trial without a ledger is computed; see PositionFold. */
export interface Folding {
  readonly fold: PositionFold
  readonly positions: PositionFinder
}

/** What all trials of a share have in common. */
export interface TrialContext {
  /** All bars there are, warm-up included. */
  readonly bars: Bars
  readonly window: RunWindow
  readonly plan: SweepPlan
  /** null where the terms of the runs need a ledger. */
  readonly folding: Folding | null
  readonly recorder: RowRecorder
  readonly control: SweepControl
}
