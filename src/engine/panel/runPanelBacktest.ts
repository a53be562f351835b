import type { Panel } from '#shared/domain/dataset.ts'
import type { RunIdentity } from '#shared/domain/runIdentity.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import { ENGINE_VERSION } from '../identity/engineVersion.ts'
import { hashLedger } from '../identity/hashLedger.ts'
import { hashSpec } from '../identity/hashSpec.ts'
import { computeMetrics, METRIC_VERSION } from '../metrics/computeMetrics.ts'
import type { CancelSignal } from '../simulator/cancelSignal.ts'
import { completeRunSpec } from '../simulator/completeRunSpec.ts'
import type { BacktestResult } from '../simulator/runBacktest.ts'
import { noteEndedSymbols } from './noteEndedSymbols.ts'
import { simulatePanelRun } from './simulatePanelRun.ts'

export interface PanelBacktestInput {
  /** All bars there are: those before start_date warm the strategy up and never enter the run. */
  readonly panel: Panel
  readonly spec: RunSpec
  /** hashPanel of `panel`. */
  readonly dataHash: string
  readonly cancel?: CancelSignal | undefined
  /** Told the share of bars done, 0..1, once per block of bars. */
  readonly onProgress?: ((share: number) => void) | undefined
}

/** A run over a panel: bar numbers in the ledger are indices into the panel's calendar; it names its symbols itself. */
export type PanelBacktestResult = Omit<BacktestResult, 'symbol'>

/**
 * Runs one strategy over a panel. Pure: equal inputs give an equal ledger_hash anywhere.
 * @throws AppError `invalid_input` (strategy, parameters or settings), `data_invalid` (a column the strategy needs is
 * missing), `data_out_of_range` (dates), `cancelled`.
 */
export function runPanelBacktest({ panel, dataHash, cancel, onProgress, ...input }: PanelBacktestInput): PanelBacktestResult {
  const spec = completeRunSpec(input.spec)
  const { ledger, ...window } = simulatePanelRun({ panel, spec, cancel, onProgress })
  const { initial_cash: initialCash, periods_per_year: periodsPerYear, risk_free: riskFree } = spec
  const metrics = computeMetrics({ ledger, initialCash, periodsPerYear, riskFree, benchmark: null })
  const identity: RunIdentity = {
    spec_hash: hashSpec(spec),
    data_hash: dataHash,
    engine_version: ENGINE_VERSION,
    metric_version: METRIC_VERSION,
    seed: spec.seed,
    ledger_hash: hashLedger(ledger),
  }
  const note = noteEndedSymbols({ panel, window, ledger })
  return { ledger, ...window, metrics: note === null ? metrics : { ...metrics, notes: [note] }, identity }
}
