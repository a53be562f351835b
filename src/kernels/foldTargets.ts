import { loss } from './spans'
import { buyFactor, closes, feeRate, initialCash, opens, rows, sellFactor, sumsAt, target } from './terms'

/**
 * Sums (runSums.ts) of four runs at a time that resize towards target exposures at every open, one in each half of two
 * vectors. Each row of a run waits for several divisions of the row before, so two vectors are played in turn: while one
 * waits the processor works on the other (1.6 times as fast as one; three are no faster). Choices are masks, for a branch
 * per resize and run would be guessed wrong; only rows on which neither run of a vector resizes are told apart, because
 * most are. Order and arithmetic of each half are those of targetRun.ts, account.ts and runSums.ts, and so is every bit.
 */
const MIN_RESIZE_UNITS: f64 = 0.1
/** Commission per unit, the least commission, the cap on exposure, and 1 for fractional units, as doubles. */
const LIMITS: usize = memory.data(32, 16)

export function targetLimitsAt(): usize {
  return LIMITS
}

/** Of two runs each: RUNS_AT_ONCE in kernel.ts. */
const VECTORS: i32 = 2
/** Of each run the addresses of two columns, sides and sizes: their product, with one entry a row, is its exposure. */
const EXPOSURES: usize = memory.data(VECTORS * 2 * 2 * 4, 16)

export function exposuresAt(): usize {
  return EXPOSURES
}

/** The state of both runs of a vector, a vector a place: more than the processor has registers. */
const STATES: usize = memory.data(VECTORS * 46 * 16, 16)
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

function get(state: usize, place: i32): v128 {
  return v128.load(state + ((<usize>place) << 4))
}

function set(state: usize, place: i32, value: v128): void {
  v128.store(state + ((<usize>place) << 4), value)
}

function add(state: usize, place: i32, value: v128): void {
  set(state, place, f64x2.add(get(state, place), value))
}

/** `yes` where the mask is set, else `no`. */
function choose(mask: v128, yes: v128, no: v128): v128 {
  return v128.bitselect(yes, no, mask)
}

function stateOf(vector: i32): usize {
  return STATES + <usize>(vector * (PLACES << 4))
}

/**
 * Plays the runs whose exposures are at `exposuresAt`; NaN asks for nothing. Answers four bits a vector: 1 (2) where the
 * sums of its first (second) run are void, because the account is ruined or a fill leaves no trace: only the simulator
 * knows what follows. 4 (8) where its position is open at the end.
 */
export function foldTargets(): i32 {
  for (let vector = 0; vector < VECTORS; vector++) begin(stateOf(vector))
  for (let row: i32 = 0; row < rows; row++) {
    for (let vector = 0; vector < VECTORS; vector++) play(stateOf(vector), row, EXPOSURES + <usize>(vector << 4))
  }
  let found = 0
  for (let vector = 0; vector < VECTORS; vector++) {
    write(stateOf(vector), sumsAt() + <usize>(vector * 2 * SUM_COUNT * 8))
    found |= finish(stateOf(vector)) << (vector << 2)
  }
  return found
}

function play(state: usize, row: i32, exposures: usize): void {
  const at = (<usize>row) << 3
  const close = v128.load64_splat(closes + at)
  const isFill = f64x2.ne(get(state, ORDER), f64x2.splat(0))
  const hasFill = v128.any_true(isFill)
  if (hasFill) fill(state, row, close, isFill)
  measure(state, close, isFill, hasFill)
  fall(state, row)
  if ((row & 15) === 15) flush(state)
  const side = v128.load64_lane(load<u32>(exposures, 8) + at, v128.load64_zero(load<u32>(exposures) + at), 1)
  const size = v128.load64_lane(load<u32>(exposures, 12) + at, v128.load64_zero(load<u32>(exposures, 4) + at), 1)
  order(state, close, f64x2.mul(side, size))
}

/** The end of both runs; answers their bits. */
function finish(state: usize): i32 {
  // Equity at or below 0 shows in the deepest fall, one that is no number to the end.
  const isSound = v128.and(f64x2.gt(get(state, WORST), f64x2.splat(0)), f64x2.gt(get(state, EQUITY), f64x2.splat(0)))
  const isVoid = v128.or(get(state, VOID), v128.not(isSound))
  return i64x2.bitmask(isVoid) | (i64x2.bitmask(f64x2.ne(get(state, UNITS), f64x2.splat(0))) << 2)
}

function begin(state: usize): void {
  const cash = f64x2.splat(initialCash)
  memory.fill(state, 0, PLACES << 4)
  set(state, CASH, cash)
  set(state, EQUITY, cash)
  set(state, PEAK, cash)
  set(state, WORST, f64x2.splat(1))
  set(state, FLOOR, cash)
  set(state, ONE, f64x2.splat(1))
  set(state, HALF, f64x2.splat(0.5))
  set(state, TARGET, f64x2.splat(target))
  set(state, RATE, f64x2.splat(feeRate))
  set(state, PER_UNIT, v128.load64_splat(LIMITS))
  set(state, MINIMUM, v128.load64_splat(LIMITS, 8))
  set(state, CAP, v128.load64_splat(LIMITS, 16))
  set(state, BUYING, f64x2.splat(buyFactor))
  set(state, SELLING, f64x2.splat(sellFactor))
  set(state, LEAST, f64x2.splat(MIN_RESIZE_UNITS))
}

/** The orders of either run, at the open. */
function fill(state: usize, row: i32, close: v128, isFill: v128): void {
  const order = get(state, ORDER)
  const isBuy = f64x2.gt(order, f64x2.splat(0))
  const slipped = choose(isBuy, get(state, BUYING), get(state, SELLING))
  const price = f64x2.mul(v128.load64_splat(opens + ((<usize>row) << 3)), slipped)
  const size = f64x2.abs(order)
  const byValue = f64x2.mul(f64x2.mul(size, price), get(state, RATE))
  const rated = f64x2.add(byValue, f64x2.mul(size, get(state, PER_UNIT)))
  const commission = v128.and(f64x2.pmax(get(state, MINIMUM), rated), isFill)
  const value = f64x2.mul(order, price)
  const cash = get(state, CASH)
  const units = get(state, UNITS)
  const newCash = f64x2.sub(cash, f64x2.add(value, commission))
  const newUnits = f64x2.add(units, order)
  set(state, CASH, newCash)
  set(state, UNITS, newUnits)
  add(state, PAID, commission)
  add(state, TRADED, f64x2.abs(value))
  endStretch(state, row, close, isFill, cash, units)
  const isSame = v128.and(f64x2.eq(newCash, cash), f64x2.eq(newUnits, units))
  const isSpent = v128.and(f64x2.ne(newUnits, f64x2.splat(0)), f64x2.eq(newCash, f64x2.splat(0)))
  set(state, VOID, v128.or(get(state, VOID), v128.and(isFill, v128.or(isSame, isSpent))))
  settle(state, units, price, commission, isFill)
}

/** A fill ends a stretch of equal cash and units, and begins the next. */
function endStretch(state: usize, row: i32, close: v128, isFill: v128, cash: v128, units: v128): void {
  closeStretch(state, row, isFill, cash, units)
  set(state, STRETCH_ROW, choose(isFill, f64x2.splat(<f64>row), get(state, STRETCH_ROW)))
  set(state, TOTALS, choose(isFill, close, get(state, TOTALS)))
  set(state, TOTALS + PARTS, v128.andnot(get(state, TOTALS + PARTS), isFill))
}

/** What is known of a stretch when it has ended. Its first row in cash is summed; the others return 0 and are counted. */
function closeStretch(state: usize, end: i32, isEnded: v128, cash: v128, units: v128): void {
  const stretchRows = f64x2.sub(f64x2.splat(<f64>end), get(state, STRETCH_ROW))
  const stretchCloses = f64x2.add(get(state, TOTALS), get(state, TOTALS + PARTS))
  const isHeld = f64x2.ne(units, f64x2.splat(0))
  const worth = f64x2.add(f64x2.mul(cash, stretchRows), f64x2.mul(units, stretchCloses))
  add(state, MEAN_SUM, v128.and(worth, isEnded))
  add(state, HELD, v128.and(stretchRows, v128.and(isEnded, isHeld)))
  add(state, IDLE, v128.and(f64x2.sub(stretchRows, get(state, ONE)), v128.andnot(isEnded, isHeld)))
}

/** What of a fill reduces the position of so many units closes a trade; the rest extends it, or opens another. */
function settle(state: usize, units: v128, price: v128, commission: v128, isFill: v128): void {
  const order = get(state, ORDER)
  const zero = f64x2.splat(0)
  const size = f64x2.abs(order)
  const isBuy = f64x2.gt(order, zero)
  const isReducing = f64x2.lt(f64x2.mul(units, order), zero)
  const reduced = v128.and(f64x2.pmin(f64x2.abs(units), size), isReducing)
  if (v128.any_true(isReducing)) {
    const entryCost = f64x2.div(f64x2.mul(get(state, CARRIED_COST), reduced), f64x2.abs(units))
    const cost = f64x2.add(entryCost, f64x2.div(f64x2.mul(commission, reduced), size))
    const closed = choose(isBuy, f64x2.neg(reduced), reduced)
    const gain = f64x2.sub(f64x2.mul(closed, f64x2.sub(price, get(state, AVERAGE_PRICE))), cost)
    const profit = v128.and(gain, isReducing)
    set(state, CARRIED_COST, f64x2.sub(get(state, CARRIED_COST), v128.and(entryCost, isReducing)))
    add(state, TRADES, v128.and(get(state, ONE), isReducing))
    add(state, WINS, v128.and(get(state, ONE), f64x2.gt(profit, zero)))
    add(state, GAINED, f64x2.mul(get(state, HALF), f64x2.add(profit, f64x2.abs(profit))))
    set(state, LOST, f64x2.sub(get(state, LOST), loss(profit)))
  }
  const rest = f64x2.sub(size, reduced)
  const isExtending = v128.and(isFill, f64x2.ne(size, reduced))
  if (!v128.any_true(isExtending)) return
  const share = f64x2.div(f64x2.mul(commission, rest), size)
  const added = choose(isBuy, rest, f64x2.neg(rest))
  const kept = v128.andnot(units, isReducing)
  const isNew = f64x2.eq(kept, zero)
  const paid = f64x2.add(f64x2.mul(get(state, AVERAGE_PRICE), kept), f64x2.mul(price, added))
  const blended = f64x2.div(paid, f64x2.add(kept, added))
  set(state, AVERAGE_PRICE, choose(isExtending, choose(isNew, price, blended), get(state, AVERAGE_PRICE)))
  set(state, CARRIED_COST, choose(isExtending, choose(isNew, share, f64x2.add(get(state, CARRIED_COST), share)), get(state, CARRIED_COST)))
}

/** Equity at the close and its return. Rows in cash return 0 and add nothing. */
function measure(state: usize, close: v128, isFill: v128, hasFill: bool): void {
  const units = get(state, UNITS)
  const equity = f64x2.add(get(state, CASH), f64x2.mul(units, close))
  const isCounted = v128.or(isFill, f64x2.ne(units, f64x2.splat(0)))
  const change = f64x2.sub(f64x2.div(equity, get(state, EQUITY)), get(state, ONE))
  const square = f64x2.mul(change, change)
  const shortfall = loss(f64x2.sub(change, get(state, TARGET)))
  set(state, EQUITY, equity)
  // The first close of a stretch is in its total already.
  add(state, TOTALS + PARTS, v128.andnot(close, isFill))
  sum(state, 1, change, isFill, hasFill)
  sum(state, 2, square, isFill, hasFill)
  sum(state, 3, f64x2.mul(square, change), isFill, hasFill)
  sum(state, 4, f64x2.mul(square, square), isFill, hasFill)
  sum(state, 5, v128.and(f64x2.mul(shortfall, shortfall), isCounted), isFill, hasFill)
  sum(state, 6, loss(change), isFill, hasFill)
}

/** The fall from the peak; most rows neither reach the peak nor fall deeper than ever. */
function fall(state: usize, row: i32): void {
  const equity = get(state, EQUITY)
  const isPeak = f64x2.ge(equity, get(state, PEAK))
  if (v128.any_true(isPeak)) {
    const now = f64x2.splat(<f64>row)
    const length = v128.and(f64x2.sub(now, get(state, PEAK_ROW)), isPeak)
    set(state, LONGEST, f64x2.pmax(get(state, LONGEST), v128.and(length, f64x2.gt(length, get(state, ONE)))))
    set(state, PEAK, f64x2.pmax(get(state, PEAK), equity))
    set(state, PEAK_ROW, choose(isPeak, now, get(state, PEAK_ROW)))
    set(state, FLOOR, f64x2.mul(get(state, WORST), get(state, PEAK)))
  }
  if (!v128.any_true(f64x2.le(equity, get(state, FLOOR)))) return
  set(state, WORST, f64x2.pmin(get(state, WORST), f64x2.div(equity, get(state, PEAK))))
  set(state, FLOOR, f64x2.mul(get(state, WORST), get(state, PEAK)))
}

/** The first row of a stretch goes into the total, after the part of the stretch before; later rows go into the part. */
function sum(state: usize, place: i32, value: v128, isFill: v128, hasFill: bool): void {
  const part = get(state, TOTALS + PARTS + place)
  if (!hasFill) {
    set(state, TOTALS + PARTS + place, f64x2.add(part, value))
    return
  }
  const total = get(state, TOTALS + place)
  set(state, TOTALS + place, choose(isFill, f64x2.add(f64x2.add(total, part), value), total))
  set(state, TOTALS + PARTS + place, v128.andnot(f64x2.add(part, value), isFill))
}

/** The parts go into the totals at the end of a block of rows, and of the run. */
function flush(state: usize): void {
  for (let place = TOTALS; place < TOTALS + SUMS; place++) {
    add(state, place, get(state, place + PARTS))
    set(state, place + PARTS, f64x2.splat(0))
  }
}

/** The orders for the next open, from exposures. NaN compares false: no order. */
function order(state: usize, close: v128, exposure: v128): void {
  const cap = get(state, CAP)
  const capped = f64x2.pmax(f64x2.pmin(exposure, cap), f64x2.neg(cap))
  const exact = f64x2.div(f64x2.mul(capped, get(state, EQUITY)), close)
  const wanted = load<f64>(LIMITS, 24) === 1 ? exact : f64x2.trunc(exact)
  const change = f64x2.sub(wanted, get(state, UNITS))
  set(state, ORDER, v128.and(change, f64x2.gt(f64x2.abs(change), get(state, LEAST))))
}

/** Closes the last stretch and leaves the sums of both runs in the order of runSums.ts. */
function write(state: usize, sums: usize): void {
  flush(state)
  closeStretch(state, rows, v128.not(f64x2.splat(0)), get(state, CASH), get(state, UNITS))
  const all = f64x2.splat(<f64>rows)
  const last = f64x2.splat(<f64>(rows - 1))
  const idleLoss = Math.min(-target, 0)
  put(sums, 0, get(state, EQUITY))
  for (let place: i32 = 1; place < 5; place++) put(sums, place, get(state, TOTALS + place))
  put(sums, 5, f64x2.add(get(state, TOTALS + 5), f64x2.mul(get(state, IDLE), f64x2.splat(idleLoss * idleLoss))))
  put(sums, 6, get(state, TOTALS + 6))
  put(sums, 7, get(state, WORST))
  put(sums, 8, f64x2.pmax(get(state, LONGEST), f64x2.sub(last, get(state, PEAK_ROW))))
  put(sums, 9, get(state, MEAN_SUM))
  put(sums, 10, get(state, HELD))
  put(sums, 11, all)
  put(sums, 12, last)
  put(sums, 13, get(state, TRADES))
  put(sums, 14, get(state, WINS))
  put(sums, 15, get(state, GAINED))
  put(sums, 16, get(state, LOST))
  put(sums, 17, get(state, PAID))
  put(sums, 18, get(state, TRADED))
}

/** Numbers a run leaves, as SUM_COUNT in runSums.ts. */
const SUM_COUNT: i32 = 19

function put(sums: usize, place: i32, values: v128): void {
  store<f64>(sums + ((<usize>place) << 3), f64x2.extract_lane(values, 0))
  store<f64>(sums + ((<usize>(SUM_COUNT + place)) << 3), f64x2.extract_lane(values, 1))
}
