import type { Panel } from '#shared/domain/dataset.ts'
import type { RunLedger } from '#shared/domain/ledger.ts'
import { type AccountingEvidence, netOfRun, netOfTrades, worst } from './accounting.ts'

/** Fewer units than this are what rounding leaves of a closed position. */
const DUST_UNITS = 1e-9

interface PanelBooks {
  readonly cash: Float64Array
  /** Sum of units * last known close. */
  readonly value: Float64Array
  /** 1 while anything is held. */
  readonly isOpen: Float64Array
}

/**
 * What auditAccounting does for one instrument, for the one book of a panel: cash from the fills, units per instrument
 * from the fills, their value at the last closes of the data, and the stored columns held against them.
 */
export function auditPanelAccounting(ledger: RunLedger, panel: Panel, initialCash: number): AccountingEvidence {
  const { cash, units, close, equity } = ledger.positions
  const books = rebuildPanelBooks(ledger, panel, initialCash)
  const residuals = [
    worst('cash from fills = stored cash', cash, books.cash),
    worst('sum of units from fills * last close = stored value', close, books.value),
    worst('open while units from fills are held', units, books.isOpen),
    worst(
      'cash + value of all positions = equity',
      equity,
      books.cash.map((held, bar) => held + books.value[bar]!),
    ),
    worst('gross - costs = net of each trade', ledger.trades.pnl, netOfTrades(ledger)),
    netOfRun(ledger, initialCash),
  ]
  const largestBook = books.cash.reduce((largest, held, bar) => Math.max(largest, Math.abs(held) + Math.abs(books.value[bar]!)), 0)
  return { residuals: residuals.sort((a, b) => b.residual - a.residual), largestBook }
}

/** The book after the fills of each bar. Once ruined, the debt is written off: cash stays nothing. */
function rebuildPanelBooks(ledger: RunLedger, panel: Panel, initialCash: number): PanelBooks {
  const { time, equity, units, borrow } = ledger.positions
  const empty = () => new Float64Array(time.length)
  const books = { cash: empty(), value: empty(), isOpen: empty() }
  const firstBar = panel.time.indexOf(time[0]!)
  const account = new FillAccount(ledger, panel, initialCash)
  for (let row = 0; row < time.length; row += 1) {
    account.advance(firstBar + row)
    account.cash -= borrow?.[row] ?? 0
    const isOver = ledger.ruined && equity[row] === 0 && units[row] === 0
    books.cash[row] = isOver ? Math.max(account.cash, 0) : account.cash
    books.value[row] = account.value()
    books.isOpen[row] = Number(account.isOpen())
  }
  return books
}

/** Cash and units as the fills alone give them. */
class FillAccount {
  cash: number
  readonly #units: Float64Array
  readonly #closes: Float64Array
  readonly #fills: RunLedger['fills']
  readonly #panel: Panel
  #nextFill = 0
  #nextBar = 0

  constructor({ fills }: RunLedger, panel: Panel, initialCash: number) {
    this.cash = initialCash
    this.#fills = fills
    this.#panel = panel
    this.#units = new Float64Array(panel.instruments.length)
    this.#closes = new Float64Array(panel.instruments.length).fill(Number.NaN)
  }

  /** Takes in the closes and the fills up to and including a bar of the panel's calendar. */
  advance(bar: number): void {
    for (; this.#nextBar <= bar; this.#nextBar += 1) this.#mark(this.#nextBar)
    const { time, units, price, commission, symbol } = this.#fills
    for (; this.#nextFill < time.length && time[this.#nextFill]! <= this.#panel.time[bar]!; this.#nextFill += 1) {
      const at = this.#nextFill
      this.cash -= units[at]! * price[at]! + commission[at]!
      this.#units[symbol?.[at] ?? 0]! += units[at]!
    }
  }

  value(): number {
    return this.#units.reduce((total, units, symbol) => total + (units === 0 ? 0 : units * this.#closes[symbol]!), 0)
  }

  isOpen(): boolean {
    return this.#units.some((units) => Math.abs(units) > DUST_UNITS)
  }

  #mark(bar: number): void {
    for (const [symbol, { close }] of this.#panel.instruments.entries()) {
      if (!Number.isNaN(close[bar])) this.#closes[symbol] = close[bar]!
    }
  }
}
