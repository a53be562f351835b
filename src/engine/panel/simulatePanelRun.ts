import type { Panel } from '#shared/domain/dataset.ts'
import type { RunLedger } from '#shared/domain/ledger.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import type { CancelSignal } from '../simulator/cancelSignal.ts'
import { findRunWindow } from '../simulator/findRunWindow.ts'
import type { LedgerBuffers } from '../simulator/ledgerBuffers.ts'
import { panelFamily } from '../strategies/registry.ts'
import type { SharedColumns } from '../strategies/strategyFamily.ts'
import type { PanelWindow } from './panelLedger.ts'
import { simulatePanel } from './simulatePanel.ts'

export interface PanelRunInput {
  /** All bars there are: those before the window warm the strategy up and never enter the run. */
  readonly panel: Panel
  /** Complete (see completeRunSpec). */
  readonly spec: RunSpec
  /** Bars the run covers; left out, those between the dates of the spec. */
  readonly window?: PanelWindow | undefined
  /** Changes what the strategy decided before it is played. */
  readonly alter?: ((weights: readonly Float64Array[]) => readonly Float64Array[]) | undefined
  /** What other runs over this panel have computed for their decisions, and this one may. */
  readonly shared?: SharedColumns | undefined
  /** Memory of an earlier run to write into; its ledger becomes void. */
  readonly buffers?: LedgerBuffers | undefined
  readonly cancel?: CancelSignal | undefined
  /** Told the share of bars done, 0..1, once per block of bars. */
  readonly onProgress?: ((share: number) => void) | undefined
}

/** A ledger and the bars it covers. */
export interface SimulatedPanelRun extends PanelWindow {
  readonly ledger: RunLedger
}

/**
 * One strategy over a panel, without metrics and identity: what a sweep or a validation repeats.
 * @throws AppError `invalid_input` (strategy, settings), `data_invalid` (a column the strategy needs is missing),
 * `data_out_of_range` (dates), `cancelled`.
 */
export function simulatePanelRun({ panel, spec, alter, shared, buffers, cancel, onProgress, ...given }: PanelRunInput): SimulatedPanelRun {
  const window = given.window ?? findRunWindow(panel.time, spec)
  const { type, parameters } = spec.strategy
  const decided = panelFamily(type).decide({ panel, parameters, periodsPerYear: spec.periods_per_year, shared })
  const weights = alter === undefined ? decided : alter(decided)
  return { ledger: simulatePanel({ panel, window, weights, spec, buffers, cancel, onProgress }), ...window }
}
