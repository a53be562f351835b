import { addReturn, CLOSES, EXTREMES, hasTable, ROW_BYTES, rowOfBlock, rowOfLong, rowOfShort, spanEnd } from './spans'
import { buyFactor, closes, feeRate, initialCash, opens, rows, sellFactor, sumsAt, target } from './terms'

/**
 * Sums (runSums.ts) of a run that is long or short with all its cash in fractional units or flat, fills at opens and pays
 * a proportional fee. It is told by its turns: row * 4 + the side to be on from that row's open (0 flat, 1 long, 2 short).
 * The arithmetic of a fill is the simulator's, and so is every bit.
 */
const LONG: i32 = 1
const SHORT: i32 = 2

/** Sums of returns so far and of the open position's closes, as a row of spans.ts. */
const TOTALS: usize = memory.data(80, 16)

let side: i32 = 0
/** Rows told so far. */
let row: i32 = 0
/** Row at which the position was entered, or the account went flat. */
let since: i32 = 0
let cash: f64 = 0
let units: f64 = 0
let entryPrice: f64 = 0
let entryFee: f64 = 0
/** Equity at the last row with a fill, or at the end of the last position. */
let equity: f64 = 0
/** Rows in cash but for the first of each stay: they return 0. */
let idle: i32 = 0
let held: i32 = 0
let meanSum: f64 = 0
let trades: i32 = 0
let wins: i32 = 0
let gained: f64 = 0
let lost: f64 = 0
let paid: f64 = 0
let traded: f64 = 0
let peak: f64 = 0
/**
 * Last row at or above the peak. Where the peak was reached among rows judged by their extremes alone, which of them it
 * was is looked up only when it matters: until then `peakRow` is the first of them, and `peakEnd` the end of them, else 0.
 */
let peakRow: i32 = 0
let peakEnd: i32 = 0
/** What was held at such a peak. */
let peakCash: f64 = 0
let peakUnits: f64 = 0
let worst: f64 = 1
let longest: i32 = 0

export function beginFold(): void {
  side = 0
  row = 0
  since = 0
  cash = initialCash
  equity = initialCash
  idle = 0
  held = 0
  meanSum = 0
  trades = 0
  wins = 0
  gained = 0
  lost = 0
  paid = 0
  traded = 0
  peak = initialCash
  peakRow = 0
  peakEnd = 0
  worst = 1
  longest = 0
  memory.fill(TOTALS, 0, 80)
}

/** Plays the rows before `end` and the turns among them; answers how many turns it took, -1 where the account is ruined. */
export function foldTurns(turns: usize, count: i32, end: i32): i32 {
  let k: i32 = 0
  while (true) {
    const turn: i32 = k < count ? load<i32>(turns + ((<usize>k) << 2)) : i32.MAX_VALUE
    const at = turn >> 2
    const stop = min(at, end)
    if (side !== 0 && row < stop && !hold(row, stop)) return -1
    if (at >= end) {
      row = stop
      // The bars may be gone when the next are played.
      findPeakRow()
      return k
    }
    if (!change(at, turn & 3)) return -1
    row = at + 1
    k++
  }
}

/** A fill: out of the old position, into the new one. False in ruin. */
function change(at: i32, wanted: i32): bool {
  if (side !== 0) {
    leave(at)
    if (!(cash > 0)) return false
  } else stayFlat(at)
  side = wanted
  since = at
  if (wanted === 0) {
    addRow(at, cash)
    return true
  }
  if (wanted === LONG) buy(at)
  else sellShort(at)
  const now = (wanted === SHORT ? cash : 0) + units * load<f64>(closes + ((<usize>at) << 3))
  if (!(now > 0)) return false
  store<f64>(TOTALS, load<f64>(closes + ((<usize>at) << 3)), CLOSES)
  addRow(at, now)
  return true
}

function stayFlat(end: i32): void {
  if (since === end) return
  meanSum += cash * <f64>(end - since)
  idle += end - since - 1
  if (cash >= peak) setPeakRow(end - 1)
}

function buy(at: i32): void {
  const price = load<f64>(opens + ((<usize>at) << 3)) * buyFactor
  units = cash / (price * (1 + feeRate))
  entryPrice = price
  entryFee = units * price * feeRate
  paid += entryFee
  traded += units * price
}

function sellShort(at: i32): void {
  const price = load<f64>(opens + ((<usize>at) << 3)) * sellFactor
  const size = cash / (price * (1 + feeRate))
  units = -size
  entryPrice = price
  entryFee = size * price * feeRate
  cash -= entryFee - size * price
  paid += entryFee
  traded += size * price
}

/** Closes the position at the open of `at`. */
function leave(at: i32): void {
  endPosition(at)
  const isLong = side === LONG
  const price = load<f64>(opens + ((<usize>at) << 3)) * (isLong ? sellFactor : buyFactor)
  const value = units * price
  const fee = Math.abs(value) * feeRate
  const profit = units * (price - entryPrice) - (entryFee + fee)
  paid += fee
  traded += Math.abs(value)
  trades++
  // Without a branch, because nobody can guess which trades gain.
  wins += i32(profit > 0)
  gained += 0.5 * (profit + Math.abs(profit))
  lost -= 0.5 * (profit - Math.abs(profit))
  cash = isLong ? value * (1 - feeRate) : cash + value * (1 + feeRate)
}

/** What is known of a position only when its last row is. */
function endPosition(end: i32): void {
  const closed = load<f64>(TOTALS, CLOSES)
  const money = side === SHORT ? cash : 0
  meanSum += side === SHORT ? cash * <f64>(end - since) + units * closed : units * closed
  held += end - since
  equity = money + units * load<f64>(closes + ((<usize>(end - 1)) << 3))
}

/** A row whose return is the run's own, because it trades within it. */
function addRow(at: i32, now: f64): void {
  addReturn(TOTALS, now / equity - 1)
  equity = now
  fallTo(at, now)
}

function fallTo(at: i32, now: f64): void {
  if (now >= peak) {
    if (at - peakRow > longest) {
      findPeakRow()
      const length = at - peakRow
      if (length > 1 && length > longest) longest = length
    }
    peak = now
    setPeakRow(at)
  } else if (now <= worst * peak) worst = min(worst, now / peak)
}

/**
 * The rows of a position after its entry, one span of a block at a time; the fall from the peak is judged while a span's
 * extremes are at hand. False where a short falls to nothing.
 */
function hold(from: i32, end: i32): bool {
  if (hasTable && side === LONG) {
    holdByTable(from, end)
    return true
  }
  for (let bar = from; bar < end; ) {
    const stop = spanEnd(bar, end)
    const span = side === SHORT ? rowOfShort(bar, stop, cash, units) : rowOfLong(bar, stop)
    addSpans(span, span + ROW_BYTES)
    if (!judgeSpan(bar, stop, v128.load(span, EXTREMES))) return false
    bar = stop
  }
  return true
}

/**
 * A table's spans cost an addition each: up to the end of a block, whole blocks (whose rows are neighbours), and the
 * rest. The fall is judged for all of them at once, and span by span only where a record may lie among them.
 */
function holdByTable(from: i32, end: i32): void {
  const headEnd = min((from + 15) & ~15, end)
  const tailFrom = max(end & ~15, headEnd)
  let extremes = f64x2.splat(-Infinity)
  if (from < headEnd) {
    const head = rowOfLong(from, headEnd)
    extremes = addSpans(head, head + ROW_BYTES)
  }
  if (headEnd < tailFrom) extremes = f64x2.pmax(extremes, addSpans(rowOfBlock(headEnd >> 4), rowOfBlock(tailFrom >> 4)))
  if (tailFrom < end) {
    const tail = rowOfLong(tailFrom, end)
    extremes = f64x2.pmax(extremes, addSpans(tail, tail + ROW_BYTES))
  }
  if (!pass(from, end, units * top(extremes), units * bottom(extremes))) judgeSpans(from, end)
}

/** Adds neighbouring rows to the totals; answers their extremes. */
function addSpans(first: usize, end: usize): v128 {
  let low = v128.load(TOTALS)
  let high = v128.load(TOTALS, 16)
  let falls = v128.load(TOTALS, 32)
  let total = load<f64>(TOTALS, CLOSES)
  let extremes = f64x2.splat(-Infinity)
  for (let span = first; span !== end; span += ROW_BYTES) {
    low = f64x2.add(low, v128.load(span))
    high = f64x2.add(high, v128.load(span, 16))
    falls = f64x2.add(falls, v128.load(span, 32))
    total += load<f64>(span, CLOSES)
    extremes = f64x2.pmax(extremes, v128.load(span, EXTREMES))
  }
  v128.store(TOTALS, low)
  v128.store(TOTALS, high, 16)
  v128.store(TOTALS, falls, 32)
  store<f64>(TOTALS, total, CLOSES)
  return extremes
}

function top(extremes: v128): f64 {
  return f64x2.extract_lane(extremes, 0)
}
function bottom(extremes: v128): f64 {
  return -f64x2.extract_lane(extremes, 1)
}

/** False where equity falls to nothing. */
function judgeSpan(from: i32, end: i32, reach: v128): bool {
  const scale = side === SHORT ? 1 : units
  const lowest = scale * bottom(reach)
  if (!pass(from, end, scale * top(reach), lowest)) walk(from, end)
  return lowest > 0
}

function judgeSpans(from: i32, end: i32): void {
  for (let bar = from; bar < end; ) {
    const stop = spanEnd(bar, end)
    judgeSpan(bar, stop, v128.load(rowOfLong(bar, stop), EXTREMES))
    bar = stop
  }
}

/**
 * Judges rows by their highest and lowest equity; false, and nothing done, where a record may lie within them.
 */
function pass(from: i32, end: i32, highest: f64, lowest: f64): bool {
  if (highest < peak) {
    if (lowest <= worst * peak) worst = min(worst, lowest / peak)
    return true
  }
  // Neither the deepest nor the longest fall can lie in here: only the peak moves.
  if (lowest <= worst * highest) return false
  if (end - 1 - peakRow > longest) {
    findPeakRow()
    if (end - 1 - peakRow > longest) return false
  }
  peak = highest
  peakRow = from
  peakEnd = end
  peakCash = side === SHORT ? cash : 0
  peakUnits = units
  return true
}

function setPeakRow(at: i32): void {
  peakRow = at
  peakEnd = 0
}

/** The last of the rows among which the peak was reached; a table's blocks that stay below are passed over. */
function findPeakRow(): void {
  if (peakEnd === 0) return
  let at = peakEnd - 1
  while (peakCash + peakUnits * load<f64>(closes + ((<usize>at) << 3)) < peak) {
    if ((at & 15) > 0 || !hasTable) at--
    else {
      let block = (at >> 4) - 1
      while (peakUnits * load<f64>(rowOfBlock(block), EXTREMES) < peak) block--
      at = (block << 4) + 15
    }
  }
  setPeakRow(at)
}

/** Bar by bar. */
function walk(from: i32, end: i32): void {
  const money = side === SHORT ? cash : 0
  for (let at = from; at < end; at++) fallTo(at, money + units * load<f64>(closes + ((<usize>at) << 3)))
}

/** Writes the sums; answers whether a position is open at the end. */
export function finishFold(): bool {
  const isOpen = side !== 0
  const sums = sumsAt()
  if (isOpen) endPosition(rows)
  else {
    stayFlat(rows)
    equity = cash
  }
  findPeakRow()
  const shortfall = Math.min(-target, 0)
  store<f64>(sums, equity)
  v128.store(sums, v128.load(TOTALS), 8)
  v128.store(sums, v128.load(TOTALS, 16), 24)
  store<f64>(sums, load<f64>(TOTALS, 32) + <f64>idle * (shortfall * shortfall), 40)
  store<f64>(sums, load<f64>(TOTALS, 40), 48)
  store<f64>(sums, worst, 56)
  store<f64>(sums, <f64>max(longest, rows - 1 - peakRow), 64)
  store<f64>(sums, meanSum, 72)
  store<f64>(sums, <f64>held, 80)
  store<f64>(sums, <f64>rows, 88)
  store<f64>(sums, <f64>(rows - 1), 96)
  store<f64>(sums, <f64>trades, 104)
  store<f64>(sums, <f64>wins, 112)
  store<f64>(sums, gained, 120)
  store<f64>(sums, lost, 128)
  store<f64>(sums, paid, 136)
  store<f64>(sums, traded, 144)
  return isOpen
}
