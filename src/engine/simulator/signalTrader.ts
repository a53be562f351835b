import { EXIT_LONG, EXIT_SHORT, FLAT, HOLD, LONG, SHORT } from '../strategies/signalCode.ts'
import { type Bracket, findBracketHit, makeBracket } from './bracket.ts'
import { commissionOf } from './commission.ts'
import { fillPrice } from './fillPrice.ts'
import type { Fill } from './ledgerRecorder.ts'
import { orderUnits } from './orderUnits.ts'
import type { Trader, TradingDesk } from './simulate.ts'

/** Side to end up on: 1 long, -1 short, 0 flat. */
type Side = 1 | -1 | 0

interface Order {
  readonly side: Side
  readonly decisionBar: number
}

/** Trades whole positions on signal codes: flat, long or short, sized when they fill, guarded by stop and target. */
export class SignalTrader implements Trader {
  readonly #desk: TradingDesk
  readonly #codes: Int8Array
  #order: Order | null = null
  #bracket: Bracket | null = null

  constructor(desk: TradingDesk, codes: Int8Array) {
    this.#desk = desk
    this.#codes = codes
  }

  fillAtOpen(bar: number): void {
    if (this.#order === null) return
    this.#execute(this.#order, bar, this.#desk.bars.open[bar]!)
    this.#order = null
  }

  fillBrackets(bar: number): void {
    if (this.#bracket === null) return
    const { bars, recorder, account, execution } = this.#desk
    const hit = findBracketHit(this.#bracket, { open: bars.open[bar]!, high: bars.high[bar]!, low: bars.low[bar]! })
    if (hit === null) return
    if (hit.isAmbiguous) recorder.ambiguousBars++
    const side = account.units > 0 ? -1 : 1
    const price = hit.reason === 'stop' ? fillPrice(hit.price, side, execution) : hit.price
    this.#fill({ bar, decisionBar: bar, units: -account.units, price, reason: hit.reason })
    this.#bracket = null
  }

  decide(bar: number): void {
    const code = this.#codes[bar]!
    if (code === HOLD) return
    const side = wantedSide(code, this.#desk.account.units)
    if (side === null) return
    const order = { side, decisionBar: bar }
    if (this.#desk.execution.fill === 'close') this.#execute(order, bar, this.#desk.bars.close[bar]!)
    else this.#order = order
  }

  /** Closes the opposite position first: the new one is sized from the cash that results. */
  #execute({ side, decisionBar }: Order, bar: number, price: number): void {
    const { account, execution } = this.#desk
    if (account.units !== 0) {
      const exitPrice = fillPrice(price, account.units > 0 ? -1 : 1, execution)
      this.#fill({ bar, decisionBar, units: -account.units, price: exitPrice, reason: 'signal' })
      this.#bracket = null
    }
    if (side !== 0) this.#enter(side, { bar, decisionBar, price: fillPrice(price, side, execution) })
  }

  #enter(side: 1 | -1, { bar, decisionBar, price }: { bar: number; decisionBar: number; price: number }): void {
    const { account, execution, rates, recorder, bars } = this.#desk
    const units = orderUnits({ cash: account.cash, price, rates, execution })
    if (units === 0) {
      recorder.droppedOrders++
      return
    }
    this.#fill({ bar, decisionBar, units: side * units, price, reason: 'signal' })
    if (execution.stop_loss === null && execution.take_profit === null) return
    const reference = execution.bracket_reference === 'fill' ? price : bars.close[decisionBar]!
    this.#bracket = makeBracket(reference, side, execution)
  }

  #fill(fill: Omit<Fill, 'commission'>): void {
    this.#desk.account.fill({ ...fill, commission: commissionOf(this.#desk.rates, fill.units, fill.price) })
  }
}

/** The side a code asks for, given the position; null when the position already is what it asks for. */
function wantedSide(code: number, units: number): Side | null {
  if (code === LONG) return units > 0 ? null : 1
  if (code === SHORT) return units < 0 ? null : -1
  const closesLong = code === FLAT || code === EXIT_LONG
  const closesShort = code === FLAT || code === EXIT_SHORT
  return (units > 0 && closesLong) || (units < 0 && closesShort) ? 0 : null
}
