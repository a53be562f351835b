import type { TradingRules } from './tradingRules.ts'

/** Where a guarded position left within a bar. */
export const UNTOUCHED = 0
export const STOPPED = 1
export const TARGET_REACHED = 2
/** Both prices lay within the bar: which came first is unknown, and the stop is taken. */
export const STOPPED_OR_REACHED = 3

/**
 * Stop, target and trailing stop of an open position, as prices; a level that is not set is one no bar can touch. A
 * trailing stop replaces the stop while it is the tighter of the two, and never moves back.
 */
export class PriceGuard {
  /** 1 long, -1 short. */
  side = 1
  stop = 0
  target = 0
  isTrailing = false
  readonly trailingStop: number
  readonly #stopLoss: number
  readonly #takeProfit: number

  constructor({ stopLoss, takeProfit, trailingStop }: TradingRules) {
    this.#stopLoss = stopLoss
    this.#takeProfit = takeProfit
    this.trailingStop = trailingStop
  }

  /** Levels around a reference price, for a new position. */
  place(side: number, reference: number): void {
    this.side = side
    this.stop = reference * (1 - side * this.#stopLoss)
    this.target = reference * (1 + side * this.#takeProfit)
    this.isTrailing = false
    const trailing = reference * (1 - side * this.trailingStop)
    if (side * trailing > side * this.stop) this.trailTo(trailing)
  }

  trailTo(level: number): void {
    this.stop = level
    this.isTrailing = true
  }

  /** What a bar's range does to the position: a touch is a hit. */
  judge(high: number, low: number): number {
    const isStopped = this.side > 0 ? low <= this.stop : high >= this.stop
    const isReached = this.side > 0 ? high >= this.target : low <= this.target
    if (isStopped) return isReached ? STOPPED_OR_REACHED : STOPPED
    return isReached ? TARGET_REACHED : UNTOUCHED
  }

  /** A bar that opens beyond the stop fills at its open, which is worse than the stop. */
  stopPrice(open: number): number {
    return this.side > 0 ? Math.min(open, this.stop) : Math.max(open, this.stop)
  }

  /** A bar that opens beyond the target fills at its open, which is better than the target. */
  targetPrice(open: number): number {
    return this.side > 0 ? Math.max(open, this.target) : Math.min(open, this.target)
  }
}
