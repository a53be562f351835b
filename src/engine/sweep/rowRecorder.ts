import type { RunLedger } from '#shared/domain/ledger.ts'
import { equityPathOf, presentValues, simpleReturns } from '../metrics/equityPath.ts'
import { MetricRowWriter, momentsOfSums, ROW_METRICS, type RowTerms } from '../metrics/metricRow.ts'
import { SUM_COUNT, sumRun } from '../metrics/runSums.ts'
import type { FoldedRun } from '../simulator/barStream.ts'
import { type Moments, momentsOf } from '../statistics/moments.ts'
import { SweepColumns } from './sweepColumns.ts'

const COLUMN_OF_ROW = ROW_METRICS.map((name) => SweepColumns.indexOf(name))
const INITIAL_EQUITY = SweepColumns.indexOf('initial_equity')
const OPEN_TRADES = SweepColumns.indexOf('open_trades')
const AMBIGUOUS_BARS = SweepColumns.indexOf('ambiguous_bars')
const DROPPED_ORDERS = SweepColumns.indexOf('dropped_orders')

type Counts = Pick<RunLedger, 'openTrades' | 'ambiguousBars' | 'droppedOrders'>

const OPEN_AT_END: Counts = { openTrades: 1, ambiguousBars: 0, droppedOrders: 0 }
const FLAT_AT_END: Counts = { openTrades: 0, ambiguousBars: 0, droppedOrders: 0 }

/** Writes the metrics of trials into the columns of a sweep. */
export class RowRecorder {
  readonly #columns: SweepColumns
  readonly #terms: RowTerms
  readonly #writer: MetricRowWriter
  readonly #sums = new Float64Array(SUM_COUNT)

  constructor(columns: SweepColumns, terms: RowTerms) {
    this.#columns = columns
    this.#terms = terms
    this.#writer = new MetricRowWriter(terms)
  }

  /** False, and nothing written, where the returns' moments cannot be taken from sums: the trial then needs a ledger. */
  recordFold(trial: number, { sums, isOpenAtEnd }: FoldedRun): boolean {
    const moments = momentsOfSums(sums)
    if (moments === null) return false
    this.#writer.measure(sums, moments)
    this.#write(trial, isOpenAtEnd ? OPEN_AT_END : FLAT_AT_END)
    return true
  }

  recordLedger(trial: number, ledger: RunLedger): void {
    sumRun(ledger, this.#terms, this.#sums)
    this.#writer.measure(this.#sums, momentsOfSums(this.#sums) ?? momentsOfLedger(ledger, this.#terms.initialCash))
    this.#write(trial, ledger)
  }

  #write(trial: number, { openTrades, ambiguousBars, droppedOrders }: Counts): void {
    const columns = this.#columns
    const { row } = this.#writer
    for (let at = 0; at < COLUMN_OF_ROW.length; at++) columns.set(trial, COLUMN_OF_ROW[at]!, row[at]!)
    columns.set(trial, INITIAL_EQUITY, this.#terms.initialCash)
    columns.set(trial, OPEN_TRADES, openTrades)
    columns.set(trial, AMBIGUOUS_BARS, ambiguousBars)
    columns.set(trial, DROPPED_ORDERS, droppedOrders)
  }
}

function momentsOfLedger({ positions, ruined }: RunLedger, initialCash: number): Moments {
  const returns = simpleReturns(equityPathOf(positions.equity, initialCash))
  return momentsOf(ruined ? presentValues(returns) : returns)
}
