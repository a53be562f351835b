import { EXIT_LONG, EXIT_SHORT, FLAT, HOLD, LONG, SHORT } from '../strategies/signalCode.ts'
import type { BarRun } from './barRun.ts'
import type { OrderSizer } from './orderSizer.ts'
import { PriceGuard, STOPPED_OR_REACHED, TARGET_REACHED, UNTOUCHED } from './priceGuard.ts'
import { passGuarded, passHeld, passInCash, type QuietRange } from './quietBars.ts'
import { BY_SIGNAL, BY_STOP, BY_TARGET, BY_TIME_STOP, BY_TRAILING_STOP, type TradingDesk } from './tradingDesk.ts'

const NO_ORDER = -2
/** A bar no run reaches, as a small integer: comparing bars with Infinity would turn the loops' counters into doubles. */
const NO_BAR = 2 ** 30

/**
 * Trades whole positions on signal codes: flat, long or short, sized when they fill, guarded by stop and target.
 *
 * Order of events in a bar: orders of the bar before fill at the open; stop and target; [decide and fill, with close
 * fills]; margin, borrow, equity is recorded; [decide, with next-open fills].
 */
export class SignalRun implements BarRun {
  readonly #desk: TradingDesk
  readonly #codes: Int8Array
  readonly #sizer: OrderSizer
  readonly #guard: PriceGuard
  #bar: number
  /** Side to end up on (1 long, -1 short, 0 flat), decided at the close of the bar before; NO_ORDER when nothing waits. */
  #order = NO_ORDER
  /** Bar at which the time stop closes the position. */
  #dueBar = NO_BAR
  readonly #range: QuietRange & { guard: PriceGuard }

  constructor(desk: TradingDesk, codes: Int8Array, sizer: OrderSizer) {
    this.#desk = desk
    this.#codes = codes
    this.#sizer = sizer
    this.#guard = new PriceGuard(desk.rules)
    this.#range = { from: 0, to: 0, guard: this.#guard }
    this.#bar = desk.window.firstBar
  }

  advance(to: number): void {
    while (this.#bar < to && !this.#desk.isRuined) {
      this.#fillAtOpen(this.#bar)
      const { fillsAtClose } = this.#desk.rules
      const limit = Math.min(to, this.#dueBar)
      this.#bar = this.#passQuietBars(this.#bar, limit)
      if (this.#bar < limit || (fillsAtClose && this.#bar < to)) this.#play(this.#bar++)
    }
  }

  /** Records bars without events, from a bar whose open is past; the bar it returns is not recorded yet. */
  #passQuietBars(from: number, to: number): number {
    const range = this.#range
    range.from = from
    range.to = to
    if (this.#desk.account.units === 0) return passInCash(this.#desk, this.#codes, range)
    return this.#desk.rules.isGuarded ? passGuarded(this.#desk, this.#codes, range) : passHeld(this.#desk, this.#codes, range)
  }

  /** Everything that may happen in a bar after its open. */
  #play(bar: number): void {
    const { account, bars, rules } = this.#desk
    if (account.units !== 0 && rules.isGuarded) this.#fillGuard(bar)
    if (rules.fillsAtClose && account.equityAt(bars.close[bar]!) > 0) this.#decideAtClose(bar)
    this.#desk.endBar(bar)
    if (account.units === 0) this.#dueBar = NO_BAR
    if (!rules.fillsAtClose) this.#order = this.#wantedSide(bar)
  }

  #fillAtOpen(bar: number): void {
    const open = this.#desk.bars.open[bar]!
    if (this.#order !== NO_ORDER) {
      const side = this.#order
      this.#order = NO_ORDER
      this.#execute(side, bar, open)
    } else if (bar >= this.#dueBar && !this.#desk.rules.fillsAtClose) this.#exit(bar, BY_TIME_STOP, open)
  }

  #fillGuard(bar: number): void {
    const { account, bars } = this.#desk
    const guard = this.#guard
    const touched = guard.judge(bars.high[bar]!, bars.low[bar]!)
    if (touched === UNTOUCHED) return
    if (touched === STOPPED_OR_REACHED) this.#desk.ambiguousBars++
    this.#dueBar = NO_BAR
    if (touched === TARGET_REACHED) {
      // A limit order: no slippage.
      this.#desk.openOccasion(bar, bar, BY_TARGET)
      account.exit(guard.targetPrice(bars.open[bar]!))
      return
    }
    this.#desk.openOccasion(bar, bar, guard.isTrailing ? BY_TRAILING_STOP : BY_STOP)
    this.#desk.exitAtMarket(guard.stopPrice(bars.open[bar]!))
  }

  #decideAtClose(bar: number): void {
    const close = this.#desk.bars.close[bar]!
    const side = this.#wantedSide(bar)
    if (side !== NO_ORDER) this.#execute(side, bar, close)
    else if (bar >= this.#dueBar && this.#desk.account.units !== 0) this.#exit(bar, BY_TIME_STOP, close)
  }

  /** Closes the opposite position first: the new one is sized from the cash that results. */
  #execute(side: number, bar: number, price: number): void {
    if (this.#desk.account.units !== 0) this.#exit(bar, BY_SIGNAL, price)
    if (side !== 0) this.#enter(side, bar, price)
  }

  #exit(bar: number, reason: number, price: number): void {
    this.#desk.openOccasion(bar, this.#decisionBarOf(bar), reason)
    this.#desk.exitAtMarket(price)
    this.#dueBar = NO_BAR
  }

  #enter(side: number, bar: number, price: number): void {
    const { account, rules, bars } = this.#desk
    const paid = price * (side > 0 ? rules.buyFactor : rules.sellFactor)
    const decisionBar = this.#decisionBarOf(bar)
    this.#desk.openOccasion(bar, decisionBar, BY_SIGNAL)
    const units = this.#sizer.unitsFor(account.cash, paid, account.occasion)
    if (this.#sizer.isCut) this.#desk.droppedOrders++
    if (units === 0) return
    account.enter(side * units, paid, side > 0 && this.#sizer.spendsAll)
    this.#dueBar = Number.isFinite(rules.timeStopBars) ? bar + rules.timeStopBars : NO_BAR
    if (rules.isGuarded) this.#guard.place(side, rules.guardsFromFill ? paid : bars.close[decisionBar]!)
  }

  #decisionBarOf(bar: number): number {
    return this.#desk.rules.fillsAtClose ? bar : bar - 1
  }

  /** The side this bar's code asks for; NO_ORDER when the position already is what it asks for. */
  #wantedSide(bar: number): number {
    const code = this.#codes[bar]!
    const { units } = this.#desk.account
    if (code === HOLD) return NO_ORDER
    if (code === LONG) return units > 0 ? NO_ORDER : 1
    if (code === SHORT) return units < 0 ? NO_ORDER : -1
    const closesLong = code === FLAT || code === EXIT_LONG
    const closesShort = code === FLAT || code === EXIT_SHORT
    return (units > 0 && closesLong) || (units < 0 && closesShort) ? 0 : NO_ORDER
  }
}
