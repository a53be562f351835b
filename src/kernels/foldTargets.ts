import { loss } from './spans'
import { buyFactor, closes, feeRate, initialCash, opens, rows, sellFactor, sumsAt, target } from './terms'

/**
 * Sums (runSums.ts) of two runs at a time that resize towards target exposures at every open, one in each half of every
 * vector. Choices are masks, for a branch per resize and run would be guessed wrong; only rows on which neither run
 * resizes are told apart, because most are. Order and arithmetic of each half are those of targetRun.ts, account.ts and
 * runSums.ts, and so is every bit.
 */
const MIN_RESIZE_UNITS: f64 = 0.1
/** Commission per unit, the least commission, the cap on exposure, and 1 for fractional units, as doubles. */
const LIMITS: usize = memory.data(32, 16)

export function targetLimitsAt(): usize {
  return LIMITS
}

/** The state of both runs, a vector a place: more than the processor has registers. */
const STATE: usize = memory.data(46 * 16, 16)
const CASH: i32 = 0
const UNITS: i32 = 1
/** Units to buy (sell, when negative) at the next open; 0 for none. */
const ORDER: i32 = 2
const AVERAGE_PRICE: i32 = 3
const CARRIED_COST: i32 = 4
const EQUITY: i32 = 5
/** Sums of fills and of the trades they close. */
const PAID: i32 = 6
const TRADED: i32 = 7
const TRADES: i32 = 8
const WINS: i32 = 9
const GAINED: i32 = 10
const LOST: i32 = 11
/** The fall from the peak; rows are doubles. */
const PEAK: i32 = 12
const PEAK_ROW: i32 = 13
const WORST: i32 = 14
const LONGEST: i32 = 15
/** Row at which the stretch since the last fill began. */
const STRETCH_ROW: i32 = 16
const MEAN_SUM: i32 = 17
const HELD: i32 = 18
const IDLE: i32 = 19
/** All bits set where the sums are void. */
const VOID: i32 = 20
/** Totals of closes of the stretch, r, r^2, r^3, r^4, min(r - target, 0)^2, min(r, 0), and PARTS further what is not in them yet. */
const TOTALS: i32 = 21
const SUMS: i32 = 7
const PARTS: i32 = 7
/** Equity at or below which a fall is the deepest. */
const FLOOR: i32 = 45
/** Constants, which lie here because a vector that is read costs less than one that is made. */
const ONE: i32 = 35
const HALF: i32 = 36
const TARGET: i32 = 37
const RATE: i32 = 38
const PER_UNIT: i32 = 39
const MINIMUM: i32 = 40
const CAP: i32 = 41
const BUYING: i32 = 42
const SELLING: i32 = 43
const LEAST: i32 = 44
const PLACES: i32 = 46

function get(place: i32): v128 {
  return v128.load(STATE + ((<usize>place) << 4))
}

function set(place: i32, value: v128): void {
  v128.store(STATE + ((<usize>place) << 4), value)
}

function add(place: i32, value: v128): void {
  set(place, f64x2.add(get(place), value))
}

/** `yes` where the mask is set, else `no`. */
function choose(mask: v128, yes: v128, no: v128): v128 {
  return v128.bitselect(yes, no, mask)
}

/**
 * The exposures of two runs, each the product of two columns with one entry a row; NaN asks for nothing. Answers a set of
 * bits: 1 (2) where the sums of the first (second) run are void, because the account is ruined or a fill leaves no trace:
 * only the simulator knows what follows. 4 (8) where its position is open at the end.
 */
export function foldTargets(firstSide: usize, firstSize: usize, secondSide: usize, secondSize: usize): i32 {
  begin()
  for (let row: i32 = 0; row < rows; row++) {
    const at = (<usize>row) << 3
    const close = v128.load64_splat(closes + at)
    const isFill = f64x2.ne(get(ORDER), f64x2.splat(0))
    const hasFill = v128.any_true(isFill)
    if (hasFill) fill(row, close, isFill)
    measure(close, isFill, hasFill)
    fall(row)
    if ((row & 15) === 15) flush()
    const side = v128.load64_lane(secondSide + at, v128.load64_zero(firstSide + at), 1)
    const size = v128.load64_lane(secondSize + at, v128.load64_zero(firstSize + at), 1)
    order(close, f64x2.mul(side, size))
  }
  flush()
  closeStretch(rows, v128.not(f64x2.splat(0)), get(CASH), get(UNITS))
  write()
  // Equity at or below 0 shows in the deepest fall, one that is no number to the end.
  const isSound = v128.and(f64x2.gt(get(WORST), f64x2.splat(0)), f64x2.gt(get(EQUITY), f64x2.splat(0)))
  const isVoid = v128.or(get(VOID), v128.not(isSound))
  return i64x2.bitmask(isVoid) | (i64x2.bitmask(f64x2.ne(get(UNITS), f64x2.splat(0))) << 2)
}

function begin(): void {
  const cash = f64x2.splat(initialCash)
  memory.fill(STATE, 0, PLACES << 4)
  set(CASH, cash)
  set(EQUITY, cash)
  set(PEAK, cash)
  set(WORST, f64x2.splat(1))
  set(FLOOR, cash)
  set(ONE, f64x2.splat(1))
  set(HALF, f64x2.splat(0.5))
  set(TARGET, f64x2.splat(target))
  set(RATE, f64x2.splat(feeRate))
  set(PER_UNIT, v128.load64_splat(LIMITS))
  set(MINIMUM, v128.load64_splat(LIMITS, 8))
  set(CAP, v128.load64_splat(LIMITS, 16))
  set(BUYING, f64x2.splat(buyFactor))
  set(SELLING, f64x2.splat(sellFactor))
  set(LEAST, f64x2.splat(MIN_RESIZE_UNITS))
}

/** The orders of either run, at the open. */
function fill(row: i32, close: v128, isFill: v128): void {
  const order = get(ORDER)
  const isBuy = f64x2.gt(order, f64x2.splat(0))
  const slipped = choose(isBuy, get(BUYING), get(SELLING))
  const price = f64x2.mul(v128.load64_splat(opens + ((<usize>row) << 3)), slipped)
  const size = f64x2.abs(order)
  const byValue = f64x2.mul(f64x2.mul(size, price), get(RATE))
  const rated = f64x2.add(byValue, f64x2.mul(size, get(PER_UNIT)))
  const commission = v128.and(f64x2.pmax(get(MINIMUM), rated), isFill)
  const value = f64x2.mul(order, price)
  const cash = get(CASH)
  const units = get(UNITS)
  const newCash = f64x2.sub(cash, f64x2.add(value, commission))
  const newUnits = f64x2.add(units, order)
  set(CASH, newCash)
  set(UNITS, newUnits)
  add(PAID, commission)
  add(TRADED, f64x2.abs(value))
  endStretch(row, close, isFill, cash, units)
  const isSame = v128.and(f64x2.eq(newCash, cash), f64x2.eq(newUnits, units))
  const isSpent = v128.and(f64x2.ne(newUnits, f64x2.splat(0)), f64x2.eq(newCash, f64x2.splat(0)))
  set(VOID, v128.or(get(VOID), v128.and(isFill, v128.or(isSame, isSpent))))
  settle(units, price, commission, isFill)
}

/** A fill ends a stretch of equal cash and units, and begins the next. */
function endStretch(row: i32, close: v128, isFill: v128, cash: v128, units: v128): void {
  closeStretch(row, isFill, cash, units)
  set(STRETCH_ROW, choose(isFill, f64x2.splat(<f64>row), get(STRETCH_ROW)))
  set(TOTALS, choose(isFill, close, get(TOTALS)))
  set(TOTALS + PARTS, v128.andnot(get(TOTALS + PARTS), isFill))
}

/** What is known of a stretch when it has ended. Its first row in cash is summed; the others return 0 and are counted. */
function closeStretch(end: i32, isEnded: v128, cash: v128, units: v128): void {
  const stretchRows = f64x2.sub(f64x2.splat(<f64>end), get(STRETCH_ROW))
  const stretchCloses = f64x2.add(get(TOTALS), get(TOTALS + PARTS))
  const isHeld = f64x2.ne(units, f64x2.splat(0))
  const worth = f64x2.add(f64x2.mul(cash, stretchRows), f64x2.mul(units, stretchCloses))
  add(MEAN_SUM, v128.and(worth, isEnded))
  add(HELD, v128.and(stretchRows, v128.and(isEnded, isHeld)))
  add(IDLE, v128.and(f64x2.sub(stretchRows, get(ONE)), v128.andnot(isEnded, isHeld)))
}

/** What of a fill reduces the position of so many units closes a trade; the rest extends it, or opens another. */
function settle(units: v128, price: v128, commission: v128, isFill: v128): void {
  const order = get(ORDER)
  const zero = f64x2.splat(0)
  const size = f64x2.abs(order)
  const isBuy = f64x2.gt(order, zero)
  const isReducing = f64x2.lt(f64x2.mul(units, order), zero)
  const reduced = v128.and(f64x2.pmin(f64x2.abs(units), size), isReducing)
  if (v128.any_true(isReducing)) {
    const entryCost = f64x2.div(f64x2.mul(get(CARRIED_COST), reduced), f64x2.abs(units))
    const cost = f64x2.add(entryCost, f64x2.div(f64x2.mul(commission, reduced), size))
    const closed = choose(isBuy, f64x2.neg(reduced), reduced)
    const gain = f64x2.sub(f64x2.mul(closed, f64x2.sub(price, get(AVERAGE_PRICE))), cost)
    const profit = v128.and(gain, isReducing)
    set(CARRIED_COST, f64x2.sub(get(CARRIED_COST), v128.and(entryCost, isReducing)))
    add(TRADES, v128.and(get(ONE), isReducing))
    add(WINS, v128.and(get(ONE), f64x2.gt(profit, zero)))
    add(GAINED, f64x2.mul(get(HALF), f64x2.add(profit, f64x2.abs(profit))))
    set(LOST, f64x2.sub(get(LOST), loss(profit)))
  }
  const rest = f64x2.sub(size, reduced)
  const isExtending = v128.and(isFill, f64x2.ne(size, reduced))
  if (!v128.any_true(isExtending)) return
  const share = f64x2.div(f64x2.mul(commission, rest), size)
  const added = choose(isBuy, rest, f64x2.neg(rest))
  const kept = v128.andnot(units, isReducing)
  const isNew = f64x2.eq(kept, zero)
  const paid = f64x2.add(f64x2.mul(get(AVERAGE_PRICE), kept), f64x2.mul(price, added))
  const blended = f64x2.div(paid, f64x2.add(kept, added))
  set(AVERAGE_PRICE, choose(isExtending, choose(isNew, price, blended), get(AVERAGE_PRICE)))
  set(CARRIED_COST, choose(isExtending, choose(isNew, share, f64x2.add(get(CARRIED_COST), share)), get(CARRIED_COST)))
}

/** Equity at the close and its return. Rows in cash return 0 and add nothing. */
function measure(close: v128, isFill: v128, hasFill: bool): void {
  const units = get(UNITS)
  const equity = f64x2.add(get(CASH), f64x2.mul(units, close))
  const isCounted = v128.or(isFill, f64x2.ne(units, f64x2.splat(0)))
  const change = f64x2.sub(f64x2.div(equity, get(EQUITY)), get(ONE))
  const square = f64x2.mul(change, change)
  const shortfall = loss(f64x2.sub(change, get(TARGET)))
  set(EQUITY, equity)
  // The first close of a stretch is in its total already.
  add(TOTALS + PARTS, v128.andnot(close, isFill))
  sum(1, change, isFill, hasFill)
  sum(2, square, isFill, hasFill)
  sum(3, f64x2.mul(square, change), isFill, hasFill)
  sum(4, f64x2.mul(square, square), isFill, hasFill)
  sum(5, v128.and(f64x2.mul(shortfall, shortfall), isCounted), isFill, hasFill)
  sum(6, loss(change), isFill, hasFill)
}

/** The fall from the peak; most rows neither reach the peak nor fall deeper than ever. */
function fall(row: i32): void {
  const equity = get(EQUITY)
  const isPeak = f64x2.ge(equity, get(PEAK))
  if (v128.any_true(isPeak)) {
    const now = f64x2.splat(<f64>row)
    const length = v128.and(f64x2.sub(now, get(PEAK_ROW)), isPeak)
    set(LONGEST, f64x2.pmax(get(LONGEST), v128.and(length, f64x2.gt(length, get(ONE)))))
    set(PEAK, f64x2.pmax(get(PEAK), equity))
    set(PEAK_ROW, choose(isPeak, now, get(PEAK_ROW)))
    set(FLOOR, f64x2.mul(get(WORST), get(PEAK)))
  }
  if (!v128.any_true(f64x2.le(equity, get(FLOOR)))) return
  set(WORST, f64x2.pmin(get(WORST), f64x2.div(equity, get(PEAK))))
  set(FLOOR, f64x2.mul(get(WORST), get(PEAK)))
}

/** The first row of a stretch goes into the total, after the part of the stretch before; later rows go into the part. */
function sum(place: i32, value: v128, isFill: v128, hasFill: bool): void {
  const part = get(TOTALS + PARTS + place)
  if (!hasFill) {
    set(TOTALS + PARTS + place, f64x2.add(part, value))
    return
  }
  const total = get(TOTALS + place)
  set(TOTALS + place, choose(isFill, f64x2.add(f64x2.add(total, part), value), total))
  set(TOTALS + PARTS + place, v128.andnot(f64x2.add(part, value), isFill))
}

/** The parts go into the totals at the end of a block of rows, and of the run. */
function flush(): void {
  for (let place = TOTALS; place < TOTALS + SUMS; place++) {
    add(place, get(place + PARTS))
    set(place + PARTS, f64x2.splat(0))
  }
}

/** The orders for the next open, from exposures. NaN compares false: no order. */
function order(close: v128, exposure: v128): void {
  const cap = get(CAP)
  const capped = f64x2.pmax(f64x2.pmin(exposure, cap), f64x2.neg(cap))
  const exact = f64x2.div(f64x2.mul(capped, get(EQUITY)), close)
  const wanted = load<f64>(LIMITS, 24) === 1 ? exact : f64x2.trunc(exact)
  const change = f64x2.sub(wanted, get(UNITS))
  set(ORDER, v128.and(change, f64x2.gt(f64x2.abs(change), get(LEAST))))
}

/** Leaves the sums of both runs in the order of runSums.ts. */
function write(): void {
  const all = f64x2.splat(<f64>rows)
  const last = f64x2.splat(<f64>(rows - 1))
  const idleLoss = Math.min(-target, 0)
  put(0, get(EQUITY))
  for (let place: i32 = 1; place < 5; place++) put(place, get(TOTALS + place))
  put(5, f64x2.add(get(TOTALS + 5), f64x2.mul(get(IDLE), f64x2.splat(idleLoss * idleLoss))))
  put(6, get(TOTALS + 6))
  put(7, get(WORST))
  put(8, f64x2.pmax(get(LONGEST), f64x2.sub(last, get(PEAK_ROW))))
  put(9, get(MEAN_SUM))
  put(10, get(HELD))
  put(11, all)
  put(12, last)
  put(13, get(TRADES))
  put(14, get(WINS))
  put(15, get(GAINED))
  put(16, get(LOST))
  put(17, get(PAID))
  put(18, get(TRADED))
}

/** Numbers a run leaves, as SUM_COUNT in runSums.ts. */
const SUM_COUNT: i32 = 19

function put(place: i32, sums: v128): void {
  store<f64>(sumsAt() + ((<usize>place) << 3), f64x2.extract_lane(sums, 0))
  store<f64>(sumsAt() + ((<usize>(SUM_COUNT + place)) << 3), f64x2.extract_lane(sums, 1))
}
