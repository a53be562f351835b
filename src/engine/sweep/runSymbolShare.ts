import type { Bars } from '#shared/domain/dataset.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import { riskFreePerPeriod } from '../metrics/riskFree.ts'
import { findRunWindow } from '../simulator/findRunWindow.ts'
import { LedgerBuffers } from '../simulator/ledgerBuffers.ts'
import { simulateRun } from '../simulator/simulateRun.ts'
import { isChosen, numberOf } from '../strategies/parameterValue.ts'
import { foldTerms } from './fold/foldTerms.ts'
import { LongFold } from './fold/longFold.ts'
import { LongTradesFinder } from './fold/longTrades.ts'
import { SpanTable } from './fold/spanTable.ts'
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
  const target = riskFreePerPeriod(spec.risk_free, spec.periods_per_year)
  const recorder = new RowRecorder(columns, { initialCash: spec.initial_cash, periodsPerYear: spec.periods_per_year, target })
  const buffers = new LedgerBuffers()
  const end = Math.floor((instruments.length * (part + 1)) / parts)
  for (let symbol = Math.floor((instruments.length * part) / parts); symbol < end; symbol++) {
    const bars = instruments[symbol]!
    const fold = foldCross(bars, spec)
    if (fold === null || !recorder.recordFold(symbol, fold)) recorder.recordLedger(symbol, simulateRun({ bars, spec, buffers }).ledger)
    control.checkpoint(1)
  }
}

/** The run of one pair of simple averages, long only, on terms that can be folded; null for any other. */
function foldCross(bars: Bars, spec: RunSpec): LongFold | null {
  const { type, parameters } = spec.strategy
  const terms = foldTerms(spec)
  if (terms === null || type !== 'trend_following') return null
  if (!isChosen(parameters, 'average', 'sma') || !isChosen(parameters, 'direction', 'long_only')) return null
  const { firstBar, lastBar } = findRunWindow(bars.time, spec)
  const cut = (column: Float64Array) => column.subarray(firstBar, lastBar + 1)
  const table = new SpanTable({ open: cut(bars.open), close: cut(bars.close) }, { target: terms.target, isDense: false })
  const fold = new LongFold(table, terms)
  const trades = new LongTradesFinder({ first: firstBar, end: lastBar + 1 })
  fold.run(trades.ofAverages(bars.close, numberOf(parameters, 'fast'), numberOf(parameters, 'slow')))
  return fold
}
