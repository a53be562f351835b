import type { Bars } from '#shared/domain/dataset.ts'
import type { RunLedger } from '#shared/domain/ledger.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import { strategyFamily } from '../strategies/registry.ts'
import type { CancelSignal } from './cancelSignal.ts'
import { findRunWindow } from './findRunWindow.ts'
import type { LedgerBuffers } from './ledgerBuffers.ts'
import { type Decisions, simulate } from './simulate.ts'
import type { RunWindow } from './tradingDesk.ts'

export interface RunInput {
  /** All bars there are: those before start_date warm the indicators up and never enter the run. */
  readonly bars: Bars
  /** Complete (see completeRunSpec). */
  readonly spec: RunSpec
  /** Memory of an earlier run to write into; its ledger becomes void. */
  readonly buffers?: LedgerBuffers | undefined
  readonly cancel?: CancelSignal | undefined
  /** Told the share of bars done, 0..1, once per block of bars. */
  readonly onProgress?: ((share: number) => void) | undefined
}

export interface SimulatedRun extends RunWindow {
  readonly ledger: RunLedger
}

/**
 * One strategy over one instrument, without metrics and identity: what a sweep or a validation repeats.
 * @throws AppError `invalid_input` (strategy, settings), `data_out_of_range` (dates), `cancelled`.
 */
export function simulateRun(input: RunInput): SimulatedRun {
  const { bars, spec } = input
  const window = findRunWindow(bars.time, spec)
  return { ledger: simulate({ ...input, window, decisions: decide(spec, bars) }), ...window }
}

function decide(spec: RunSpec, bars: Bars): Decisions {
  const family = strategyFamily(spec.strategy.type)
  const input = { bars, parameters: spec.strategy.parameters, periodsPerYear: spec.periods_per_year }
  return family.kind === 'signal' ? { codes: family.decide(input) } : { exposure: family.decide(input) }
}
