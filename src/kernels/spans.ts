import { closes, rows, target } from './terms'

/**
 * Sums over neighbouring bars of one block of 16, in the canonical order of runSums.ts. In a position without idle cash
 * equity is units * close, so the returns of a held bar are those of the close whoever holds it: one table of such sums
 * serves every trade of every run over the same bars.
 *
 * Ten doubles a row, two to a vector: r and r^2; r^3 and r^4; min(r - target, 0)^2 and min(r, 0); closes and nothing;
 * the highest level and minus the lowest (so that one maximum keeps both).
 */
export const ROW_BYTES: usize = 80
export const CLOSES: usize = 48
export const EXTREMES: usize = 64

const BLOCK_ROWS: i32 = 16
const LAST_OF_BLOCK: i32 = 15

const ONES: usize = memory.data<f64>([1, 1])
/** The row of a span that no table holds. */
const SCRATCH: usize = memory.data(80, 16)

/** Rows of the table: one for every whole block, one for every bar up to the end of its block, one for every bar from its start. */
let blockRows: usize = 0
let rowsToEnd: usize = 0
let rowsFromStart: usize = 0
export let hasTable: bool = false

/** Without a table every span is summed when it is asked for: right for one run, which asks for each bar once. */
export function forgetTable(): void {
  hasTable = false
}

export function fillTable(): void {
  const blocks = rows >> 4
  blockRows = heap.alloc((<usize>blocks + 1) * ROW_BYTES)
  rowsToEnd = heap.alloc(<usize>rows * ROW_BYTES)
  rowsFromStart = heap.alloc(<usize>rows * ROW_BYTES)
  hasTable = true
  for (let bar: i32 = 0; bar < rows; bar++) {
    const from = bar & ~LAST_OF_BLOCK
    const end = min((bar | LAST_OF_BLOCK) + 1, rows)
    sumLong(rowsToEnd + <usize>bar * ROW_BYTES, bar, end)
    sumLong(rowsFromStart + <usize>bar * ROW_BYTES, from, bar + 1)
    if (from === bar && end - from === BLOCK_ROWS) sumLong(blockRows + <usize>(bar >> 4) * ROW_BYTES, from, end)
  }
}

/** End (exclusive) of the span that begins at `bar`: of its block, or of the bars asked for. */
export function spanEnd(bar: i32, end: i32): i32 {
  return min((bar | LAST_OF_BLOCK) + 1, end)
}

/** Address of the row of a block's highs and lows. */
export function rowOfBlock(block: i32): usize {
  return blockRows + <usize>block * ROW_BYTES
}

/** Address of the row of [from, end), which lies in one block; valid until the next call. */
export function rowOfLong(from: i32, end: i32): usize {
  if (hasTable) {
    if (end - from === BLOCK_ROWS) return blockRows + <usize>(from >> 4) * ROW_BYTES
    if ((end & LAST_OF_BLOCK) === 0 || end === rows) return rowsToEnd + <usize>from * ROW_BYTES
    if ((from & LAST_OF_BLOCK) === 0) return rowsFromStart + <usize>(end - 1) * ROW_BYTES
  }
  sumLong(SCRATCH, from, end)
  return SCRATCH
}

export function rowOfShort(from: i32, end: i32, cash: f64, units: f64): usize {
  sumShort(SCRATCH, from, end, cash, units)
  return SCRATCH
}

/** min(x, 0): the bits of 0.5 * (x - |x|), which the engine takes because its host has no such instruction. */
export function loss(x: v128): v128 {
  return f64x2.pmin(x, f64x2.splat(0))
}

/** The first (second) numbers of two vectors as one. */
function firsts(a: v128, b: v128): v128 {
  return v128.shuffle<f64>(a, b, 0, 2)
}
function seconds(a: v128, b: v128): v128 {
  return v128.shuffle<f64>(a, b, 1, 3)
}

/**
 * Two bars at a time: their returns and powers are computed side by side, then turned so that one addition per bar and
 * vector keeps the order of the bars, and so every bit.
 */
function sumLevels(row: usize, from: i32, end: i32, isShort: bool, cash: f64, units: f64): void {
  const wanted = f64x2.splat(target)
  // Read rather than written down: the compiler would make a constant anew for every bar.
  const one = v128.load(ONES)
  const money = f64x2.splat(cash)
  const held = f64x2.splat(units)
  let low = f64x2.splat(0)
  let high = f64x2.splat(0)
  let falls = f64x2.splat(0)
  let total: f64 = 0
  let tops = f64x2.splat(-Infinity)
  let bottoms = f64x2.splat(Infinity)
  let at = closes + ((<usize>from) << 3)
  const stop = closes + ((<usize>(from + ((end - from) & ~1))) << 3)
  while (at !== stop) {
    const price = v128.load(at)
    let level = price
    let before = v128.load(at - 8)
    if (isShort) {
      level = f64x2.add(money, f64x2.mul(held, price))
      before = f64x2.add(money, f64x2.mul(held, before))
    }
    const change = f64x2.sub(f64x2.div(level, before), one)
    const shortfall = loss(f64x2.sub(change, wanted))
    const square = f64x2.mul(change, change)
    const cube = f64x2.mul(square, change)
    const fourth = f64x2.mul(square, square)
    const down = f64x2.mul(shortfall, shortfall)
    const fall = loss(change)
    tops = f64x2.pmax(tops, level)
    bottoms = f64x2.pmin(bottoms, level)
    low = f64x2.add(f64x2.add(low, firsts(change, square)), seconds(change, square))
    high = f64x2.add(f64x2.add(high, firsts(cube, fourth)), seconds(cube, fourth))
    falls = f64x2.add(f64x2.add(falls, firsts(down, fall)), seconds(down, fall))
    total = total + f64x2.extract_lane(price, 0) + f64x2.extract_lane(price, 1)
    at += 16
  }
  bottoms = f64x2.neg(bottoms)
  let extremes = f64x2.pmax(firsts(tops, bottoms), seconds(tops, bottoms))
  v128.store(row, low)
  v128.store(row, high, 16)
  v128.store(row, falls, 32)
  if (((end - from) & 1) === 1) {
    const price = load<f64>(at)
    const level = isShort ? cash + units * price : price
    const before = load<f64>(at - 8)
    addReturn(row, level / (isShort ? cash + units * before : before) - 1)
    extremes = f64x2.pmax(extremes, pair(level, -level))
    total += price
  }
  store<f64>(row, total, CLOSES)
  v128.store(row, extremes, EXTREMES)
}

/** Adds one return and its powers to a row. */
export function addReturn(row: usize, change: f64): void {
  const excess = change - target
  const shortfall = 0.5 * (excess - Math.abs(excess))
  const square = change * change
  v128.store(row, f64x2.add(v128.load(row), pair(change, square)))
  v128.store(row, f64x2.add(v128.load(row, 16), pair(square * change, square * square)), 16)
  v128.store(row, f64x2.add(v128.load(row, 32), pair(shortfall * shortfall, 0.5 * (change - Math.abs(change)))), 32)
}

function pair(a: f64, b: f64): v128 {
  return f64x2.replace_lane(f64x2.splat(a), 1, b)
}

function sumLong(row: usize, from: i32, end: i32): void {
  sumLevels(row, from, end, false, 0, 0)
}

/** A short's returns depend on what it was entered at, and its extremes are those of equity. */
function sumShort(row: usize, from: i32, end: i32, cash: f64, units: f64): void {
  sumLevels(row, from, end, true, cash, units)
}
