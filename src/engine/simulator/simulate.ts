import { AppError } from '#shared/domain/appError.ts'
import type { Bars } from '#shared/domain/dataset.ts'
import type { RunLedger } from '#shared/domain/ledger.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import type { BarRun } from './barRun.ts'
import { type CancelSignal, throwIfCancelled } from './cancelSignal.ts'
import { LedgerBuffers } from './ledgerBuffers.ts'
import { OrderSizer } from './orderSizer.ts'
import { SignalRun } from './signalRun.ts'
import { TargetRun } from './targetRun.ts'
import { type RunWindow, TradingDesk } from './tradingDesk.ts'
import { tradingRules } from './tradingRules.ts'

/** Bars between two looks at the cancel signal. */
const BLOCK_BARS = 4096

/** What a strategy wishes at each bar of the data: signal codes, or target exposures as multiples of equity. */
export type Decisions = { readonly codes: Int8Array } | { readonly exposure: Float64Array }

export interface SimulationInput {
  readonly bars: Bars
  readonly window: RunWindow
  readonly decisions: Decisions
  readonly spec: Pick<RunSpec, 'initial_cash' | 'cost_model' | 'execution' | 'periods_per_year'>
  /** Memory of an earlier run to write into; its ledger becomes void. Fresh memory without. */
  readonly buffers?: LedgerBuffers | undefined
  readonly cancel?: CancelSignal | undefined
  /** Told the share of bars done, 0..1. */
  readonly onProgress?: ((share: number) => void) | undefined
}

/** A simulation that may be played in parts: whoever stops at a bar and goes on gets the ledger of one run. */
export interface Simulation extends BarRun {
  /** The books as they stand. */
  toLedger(): RunLedger
}

/** @throws AppError `invalid_input` when a volume limit is set and a bar's volume is not known. */
export function openSimulation({ bars, window, decisions, spec, buffers = new LedgerBuffers() }: SimulationInput): Simulation {
  const { initial_cash: initialCash, periods_per_year: periodsPerYear, execution } = spec
  const rules = tradingRules(execution, spec.cost_model, periodsPerYear)
  if (Number.isFinite(rules.maxParticipation)) requireVolume(bars.volume, window)
  const desk = new TradingDesk({ bars, window, rules, initialCash, buffers })
  const run =
    'codes' in decisions
      ? new SignalRun(desk, decisions.codes, new OrderSizer({ bars, sizing: execution.sizing, rules, periodsPerYear }))
      : new TargetRun(desk, decisions.exposure)
  return { advance: (to) => run.advance(to), toLedger: () => desk.toLedger() }
}

/**
 * Plays a whole run.
 * @throws AppError `cancelled`, `invalid_input` as openSimulation.
 */
export function simulate(input: SimulationInput): RunLedger {
  return playWhole(openSimulation(input), { ...input, blockBars: BLOCK_BARS })
}

interface WholeRun extends Pick<SimulationInput, 'window' | 'cancel' | 'onProgress'> {
  /** Bars between two looks at the cancel signal. */
  readonly blockBars: number
}

/** Plays a simulation that has just been opened to its end. @throws AppError `cancelled`. */
export function playWhole(simulation: Simulation, { window, blockBars, cancel, onProgress }: WholeRun): RunLedger {
  const end = window.lastBar + 1
  for (let bar = window.firstBar; bar < end; bar += blockBars) {
    throwIfCancelled(cancel)
    onProgress?.((bar - window.firstBar) / (end - window.firstBar))
    simulation.advance(Math.min(bar + blockBars, end))
  }
  onProgress?.(1)
  return simulation.toLedger()
}

function requireVolume(volume: Float64Array, { firstBar, lastBar }: RunWindow): void {
  const missing = volume.subarray(firstBar, lastBar + 1).findIndex((value) => Number.isNaN(value))
  if (missing === -1) return
  throw unknownVolume(`bar ${firstBar + missing}`)
}

export function unknownVolume(place: string): AppError {
  return new AppError(
    'invalid_input',
    `execution.max_participation: the volume of ${place} is not known, so no share of it can be taken; leave the limit out or import data with volume`,
    { details: { field: 'execution.max_participation' } },
  )
}
