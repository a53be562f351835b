import type { Panel } from '#shared/domain/dataset.ts'
import { SeriesCache } from '../indicators/seriesCache.ts'
import type { PanelWindow } from '../panel/panelLedger.ts'
import { simulatePanelRun } from '../panel/simulatePanelRun.ts'
import { rowTerms } from '../simulator/foldTerms.ts'
import { LedgerBuffers } from '../simulator/ledgerBuffers.ts'
import type { SharedColumns } from '../strategies/strategyFamily.ts'
import { type SweepPlan, trialSpec } from './planSweep.ts'
import { RowRecorder } from './rowRecorder.ts'
import type { SweepDuty } from './runSweepShare.ts'

export interface PanelSweepInput {
  /** All bars there are: those before start_date warm the strategy up and never enter a run. */
  readonly panel: Panel
  readonly plan: SweepPlan
  /** Bars every trial covers; left out, those between the dates of the plan's spec. */
  readonly window?: PanelWindow | undefined
}

/**
 * Runs one share of a sweep over a panel into its columns, a stretch of neighbouring trials. Every value has the bits of a
 * single run's metric, however the sweep is shared out; trials that the columns hold already are left alone.
 * @throws AppError `cancelled`, `data_out_of_range` (dates), `data_invalid` (a column the strategy needs is missing),
 * `invalid_input` (settings and symbols that the data cannot serve).
 */
export function runPanelShare({ panel, plan, window }: PanelSweepInput, { share: { part, parts }, columns, control }: SweepDuty): void {
  // No axis varies what the metrics of a row need to know.
  const recorder = new RowRecorder(columns, rowTerms(plan.spec))
  // Neighbouring trials have indicators in common.
  const shared: SharedColumns = new SeriesCache()
  const buffers = new LedgerBuffers()
  const trials = plan.cells.length
  const end = Math.floor((trials * (part + 1)) / parts)
  for (let trial = Math.floor((trials * part) / parts); trial < end; trial++) {
    if (columns.isDone(trial)) continue
    // A long run looks at the control on its way; a pause in its middle does it again later.
    const { ledger } = simulatePanelRun({
      panel,
      window,
      spec: trialSpec(plan, trial),
      shared,
      buffers,
      onProgress: () => control.checkpoint(0),
    })
    recorder.recordLedger(trial, ledger)
    control.checkpoint(1)
  }
}
