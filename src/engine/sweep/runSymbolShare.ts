import type { Bars } from '#shared/domain/dataset.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import { prepareFold } from '../simulator/foldRun.ts'
import { rowTerms } from '../simulator/foldTerms.ts'
import { LedgerBuffers } from '../simulator/ledgerBuffers.ts'
import { simulateRun } from '../simulator/simulateRun.ts'
import { RowRecorder } from './rowRecorder.ts'
import type { SweepDuty } from './runSweepShare.ts'

export interface SymbolBatch {
  /** One run each; row k of the columns is instrument k. */
  readonly instruments: readonly Bars[]
  /** Complete (see completeRunSpec). */
  readonly spec: RunSpec
}

/**
 * Runs one specification over its share of many instruments. Every value has the bits of a single run's metric.
 * @throws AppError `cancelled`, `data_out_of_range` (dates), `invalid_input`.
 */
export function runSymbolShare({ instruments, spec }: SymbolBatch, { share, columns, control }: SweepDuty): void {
  const { part, parts } = share
  const recorder = new RowRecorder(columns, rowTerms(spec))
  const buffers = new LedgerBuffers()
  const foldRun = prepareFold(spec)
  const end = Math.floor((instruments.length * (part + 1)) / parts)
  for (let symbol = Math.floor((instruments.length * part) / parts); symbol < end; symbol++) {
    if (columns.isDone(symbol)) continue
    const bars = instruments[symbol]!
    const fold = foldRun(bars)
    if (fold === null || !recorder.recordFold(symbol, fold)) recorder.recordLedger(symbol, simulateRun({ bars, spec, buffers }).ledger)
    control.checkpoint(1)
  }
}
