import type { Bars } from '#shared/domain/dataset.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import { SUM_COUNT } from '../metrics/runSums.ts'
import { findRunWindow } from '../simulator/findRunWindow.ts'
import { RunFold } from '../simulator/foldRun.ts'
import { LedgerBuffers } from '../simulator/ledgerBuffers.ts'
import { simulateRun } from '../simulator/simulateRun.ts'
import { strategyFamily } from '../strategies/registry.ts'
import { EXIT_LONG, FLAT, LONG } from '../strategies/signalCode.ts'
import { foldTerms, termsOf } from './fold/foldTerms.ts'
import { type FoldedRun, RowRecorder } from './rowRecorder.ts'
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
  const { initialCash, target } = termsOf(spec)
  const recorder = new RowRecorder(columns, { initialCash, periodsPerYear: spec.periods_per_year, target })
  const buffers = new LedgerBuffers()
  const sums = new Float64Array(SUM_COUNT)
  const end = Math.floor((instruments.length * (part + 1)) / parts)
  for (let symbol = Math.floor((instruments.length * part) / parts); symbol < end; symbol++) {
    const bars = instruments[symbol]!
    const fold = foldRun(bars, spec, sums)
    if (fold === null || !recorder.recordFold(symbol, fold)) recorder.recordLedger(symbol, simulateRun({ bars, spec, buffers }).ledger)
    control.checkpoint(1)
  }
}

/** A run that is all in or in cash, in one pass over its bars; null for any other. */
function foldRun(bars: Bars, spec: RunSpec, sums: Float64Array): FoldedRun | null {
  const family = strategyFamily(spec.strategy.type)
  const terms = foldTerms(spec)
  if (terms === null || family.kind !== 'signal') return null
  const { firstBar, lastBar } = findRunWindow(bars.time, spec)
  const { parameters } = spec.strategy
  const codes = family.decide({ bars, parameters, periodsPerYear: spec.periods_per_year }).subarray(firstBar, lastBar + 1)
  const input = { open: bars.open.subarray(firstBar, lastBar + 1), close: bars.close.subarray(firstBar, lastBar + 1), codes }
  const isFolded = new RunFold(input, terms.rules, { initialCash: terms.initialCash, target: terms.target, sums }).run()
  return isFolded ? { sums, isOpenAtEnd: endsLong(codes) } : null
}

/** Whether codes without a short leave a position open; the last one can no longer fill. */
function endsLong(codes: Int8Array): boolean {
  for (let bar = codes.length - 2; bar >= 0; bar--) {
    const code = codes[bar]!
    if (code === LONG) return true
    if (code === FLAT || code === EXIT_LONG) return false
  }
  return false
}
