import { EXIT_LONG, EXIT_SHORT, FLAT, LONG, SHORT } from '../strategies/signalCode.ts'
import type { PriceGuard } from './priceGuard.ts'
import type { TradingDesk } from './tradingDesk.ts'

/**
 * The loops a run spends its time in: they record bars on which nothing can happen and stop AT the first bar on which
 * something may, without touching it. One loop per state, over locals and typed arrays: the branch on the state is taken
 * once per position and not once per bar. Stopping too early costs time, never correctness: whoever called plays that
 * bar in full.
 */

/** Codes that close a position, as a set of bits. */
const CLOSES_LONG = (1 << SHORT) | (1 << FLAT) | (1 << EXIT_LONG)
const CLOSES_SHORT = (1 << LONG) | (1 << FLAT) | (1 << EXIT_SHORT)

export interface QuietRange {
  from: number
  /** Exclusive. */
  to: number
}

/** In cash: up to the first code that opens a position. */
export function passInCash(desk: TradingDesk, codes: Int8Array, { from, to }: QuietRange): number {
  const { cash, units, equity } = desk.buffers
  const { firstBar } = desk.window
  const money = desk.account.cash
  if (money <= 0) return from
  let bar = from
  for (; bar < to; bar++) {
    const code = codes[bar]!
    if (code === LONG || code === SHORT) break
    const row = bar - firstBar
    cash[row] = money
    units[row] = 0
    equity[row] = money
  }
  if (bar > from) desk.lastEquity = money
  return bar
}

/** With a position that nothing guards: up to a code that closes it, or to the end of its margin. */
export function passHeld(desk: TradingDesk, codes: Int8Array, { from, to }: QuietRange): number {
  const { cash, units, equity } = desk.buffers
  const { close } = desk.bars
  const { firstBar } = desk.window
  const { units: held } = desk.account
  const margin = desk.rules.maintenanceMargin
  const closing = held > 0 ? CLOSES_LONG : CLOSES_SHORT
  const borrow = held < 0 ? desk.rules.borrowPerBar : 0
  let money = desk.account.cash
  let paid = 0
  let bar = from
  for (; bar < to; bar++) {
    if (((closing >> codes[bar]!) & 1) === 1) break
    const value = held * close[bar]!
    const charge = -value * borrow
    if (money + value - charge <= margin * Math.abs(value)) break
    money -= charge
    paid += charge
    const row = bar - firstBar
    cash[row] = money
    units[row] = held
    equity[row] = money + value
  }
  leave(desk, { from, to: bar }, { money, paid })
  return bar
}

/** With a guarded position: as passHeld, and up to a bar that touches stop or target. A trailing stop follows each bar. */
export function passGuarded(desk: TradingDesk, codes: Int8Array, { from, to, guard }: QuietRange & { guard: PriceGuard }): number {
  const { cash, units, equity } = desk.buffers
  const { close, high, low } = desk.bars
  const { firstBar } = desk.window
  const { units: held } = desk.account
  const { side, target } = guard
  const margin = desk.rules.maintenanceMargin
  const closing = held > 0 ? CLOSES_LONG : CLOSES_SHORT
  const borrow = held < 0 ? desk.rules.borrowPerBar : 0
  // Mirrored prices let one loop serve both sides: a short is a long in -price. Negation is exact, so no bit changes.
  const worst = side > 0 ? low : high
  const best = side > 0 ? high : low
  const followed = 1 - side * guard.trailingStop
  let stop = guard.stop
  let money = desk.account.cash
  let paid = 0
  let bar = from
  for (; bar < to; bar++) {
    if (side * worst[bar]! <= side * stop || side * best[bar]! >= side * target) break
    if (((closing >> codes[bar]!) & 1) === 1) break
    const value = held * close[bar]!
    const charge = -value * borrow
    if (money + value - charge <= margin * Math.abs(value)) break
    money -= charge
    paid += charge
    const row = bar - firstBar
    cash[row] = money
    units[row] = held
    equity[row] = money + value
    const level = best[bar]! * followed
    if (side * level > side * stop) stop = level
  }
  if (stop !== guard.stop) guard.trailTo(stop)
  leave(desk, { from, to: bar }, { money, paid })
  return bar
}

/** What a loop over held bars leaves in the account. */
function leave(desk: TradingDesk, { from, to }: QuietRange, { money, paid }: { money: number; paid: number }): void {
  if (to === from) return
  desk.account.cash = money
  desk.account.carriedCost += paid
  desk.lastEquity = desk.buffers.equity[to - 1 - desk.window.firstBar]!
}
