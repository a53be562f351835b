import type { FillColumns, RunLedger, TradeColumns } from '#shared/domain/ledger.ts'

const FIRST_CAPACITY = 256

type Column = Exclude<keyof FillColumns, 'time'> | Exclude<keyof TradeColumns, 'entryTime' | 'exitTime'>

/** Columns of doubles that grow together. A loop reserves a row, then writes its columns: no object is made per row. */
export class GrowingColumns<Name extends Column> {
  count = 0
  readonly columns: Record<Name, Float64Array>
  #capacity = FIRST_CAPACITY

  constructor(names: readonly Name[]) {
    this.columns = Object.fromEntries(names.map((name) => [name, new Float64Array(FIRST_CAPACITY)])) as Record<Name, Float64Array>
  }

  /** Index of a new row. */
  reserve(): number {
    if (this.count === this.#capacity) this.#grow()
    return this.count++
  }

  #grow(): void {
    this.#capacity *= 2
    for (const name of Object.keys(this.columns) as Name[]) {
      const larger = new Float64Array(this.#capacity)
      larger.set(this.columns[name])
      this.columns[name] = larger
    }
  }

  /** The rows written, as a column of their own. */
  take(name: Name): Float64Array {
    return this.columns[name].slice(0, this.count)
  }
}

const FILL_NAMES = ['bar', 'decisionBar', 'units', 'price', 'commission', 'reason'] as const
const TRADE_NAMES = ['entryBar', 'exitBar', 'units', 'entryPrice', 'exitPrice', 'pnl', 'commission', 'exitReason'] as const

/**
 * The memory a run writes into. Fresh memory costs more than the run itself (the system clears every page), so whoever
 * runs many times keeps one set of buffers; the positions of a ledger are then views that the next run overwrites.
 */
export class LedgerBuffers {
  readonly fills = new GrowingColumns(FILL_NAMES)
  readonly trades = new GrowingColumns(TRADE_NAMES)
  cash = new Float64Array(0)
  units = new Float64Array(0)
  equity = new Float64Array(0)

  /** Makes room for a run of `rows` bars and forgets the one before. */
  reset(rows: number): void {
    this.fills.count = 0
    this.trades.count = 0
    if (this.equity.length === rows) return
    this.cash = new Float64Array(rows)
    this.units = new Float64Array(rows)
    this.equity = new Float64Array(rows)
  }

  takeFills(time: Float64Array): FillColumns {
    const { fills } = this
    const bar = fills.take('bar')
    const times = lazily(() => timesAt(time, bar))
    return {
      bar,
      decisionBar: fills.take('decisionBar'),
      get time() {
        return times()
      },
      units: fills.take('units'),
      price: fills.take('price'),
      commission: fills.take('commission'),
      reason: fills.take('reason'),
    }
  }

  takeTrades(time: Float64Array): RunLedger['trades'] {
    const { trades } = this
    const entryBar = trades.take('entryBar')
    const exitBar = trades.take('exitBar')
    const entryTimes = lazily(() => timesAt(time, entryBar))
    const exitTimes = lazily(() => timesAt(time, exitBar))
    return {
      entryBar,
      exitBar,
      get entryTime() {
        return entryTimes()
      },
      get exitTime() {
        return exitTimes()
      },
      units: trades.take('units'),
      entryPrice: trades.take('entryPrice'),
      exitPrice: trades.take('exitPrice'),
      pnl: trades.take('pnl'),
      commission: trades.take('commission'),
      exitReason: trades.take('exitReason'),
    }
  }
}

/** Computed when it is first asked for: whoever repeats a run wants its metrics, and metrics ask for no times. */
function lazily(compute: () => Float64Array): () => Float64Array {
  let column: Float64Array | null = null
  return () => {
    column ??= compute()
    return column
  }
}

function timesAt(time: Float64Array, bars: Float64Array): Float64Array {
  const times = new Float64Array(bars.length)
  for (let i = 0; i < bars.length; i++) times[i] = time[bars[i]!]!
  return times
}
