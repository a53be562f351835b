import type { Panel } from '#shared/domain/dataset.ts'
import type { RunLedger } from '#shared/domain/ledger.ts'
import type { CancelSignal } from '../simulator/cancelSignal.ts'
import { playWhole, type Simulation, unknownVolume } from '../simulator/simulate.ts'
import type { PanelWindow } from './panelLedger.ts'
import { PanelTrader, type PanelTraderInput } from './panelTrader.ts'

/** Bars between two looks at the cancel signal. */
const BLOCK_BARS = 256

export interface PanelSimulationInput extends PanelTraderInput {
  readonly cancel?: CancelSignal | undefined
  /** Told the share of bars done, 0..1. */
  readonly onProgress?: ((share: number) => void) | undefined
}

/**
 * Target weights over a panel, played in parts: whoever stops at a bar and goes on gets the ledger of one run.
 *
 * Units are counted at the deciding bar's last known closes from equity after that bar's fills, capped by `max_leverage`
 * over the whole book and, unless fractional, rounded towards zero. An order of an instrument without a bar waits for its
 * next one, unless a later decision replaces it; so does what `max_participation` cuts off an order. An instrument
 * without a bar is marked at its last known close, also after its data have ended; what is held then stays open, for
 * nobody could have sold it, unless `delist_after` says after how many bars of silence it is settled.
 *
 * Equity at or below `maintenance_margin` of what all positions are worth (longs and shorts added up) closes the book at
 * this close. Equity at or below zero ends the run: everything closes at its last known close and equity stays 0.
 * @throws AppError `invalid_input` when a volume limit is set and a bar's volume is not known.
 */
export function openPanelSimulation(input: PanelTraderInput): Simulation {
  if ((input.spec.execution.max_participation ?? null) !== null) requireVolume(input.panel, input.window)
  return new PanelTrader(input)
}

/**
 * Plays a whole run.
 * @throws AppError `cancelled`, `invalid_input` as openPanelSimulation.
 */
export function simulatePanel({ cancel, onProgress, ...input }: PanelSimulationInput): RunLedger {
  return playWhole(openPanelSimulation(input), { window: input.window, cancel, onProgress, blockBars: BLOCK_BARS })
}

function requireVolume({ instruments }: Panel, { firstBar, lastBar }: PanelWindow): void {
  for (const { symbol, close, volume } of instruments) {
    for (let bar = firstBar; bar <= lastBar; bar++) {
      if (Number.isNaN(close[bar]) || !Number.isNaN(volume[bar])) continue
      throw unknownVolume(`${symbol} at bar ${bar}`)
    }
  }
}
