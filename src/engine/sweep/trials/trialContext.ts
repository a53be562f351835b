import type { Bars } from '#shared/domain/dataset.ts'
import type { Kernel } from '../../kernels/kernel.ts'
import type { RunWindow } from '../../simulator/tradingDesk.ts'
import type { SweepPlan } from '../planSweep.ts'
import type { RowRecorder } from '../rowRecorder.ts'
import type { SweepControl } from '../sweepControl.ts'

/** What all trials of a share have in common. */
export interface TrialContext {
  /** All bars there are, warm-up included. */
  readonly bars: Bars
  readonly window: RunWindow
  readonly plan: SweepPlan
  readonly recorder: RowRecorder
  readonly control: SweepControl
  /** Where trials without a ledger are folded. */
  readonly kernel: Kernel
}
