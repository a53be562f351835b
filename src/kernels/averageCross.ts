/**
 * Turns (foldTurns.ts) of one simple moving average crossing another, long or flat, bar after bar. A cross is strict on
 * both bars. Both averages lie in one vector: sums run in the canonical order of `sma` (add the newest, subtract the
 * oldest, divide).
 */
const ABOVE: i32 = 1
export const BELOW: i32 = 2
const EITHER: i32 = ABOVE | BELOW

let fastWidth: i32 = 0
let slowWidth: i32 = 0
export let sums: v128 = f64x2.splat(0)
/** ABOVE while the fast average is above the slow one, BELOW while it is below, 0 where they are equal or not yet known. */
export let relation: i32 = 0
export let isLong: i32 = 0

export function beginCross(fast: i32, slow: i32): void {
  fastWidth = fast
  slowWidth = slow
  sums = f64x2.splat(0)
  relation = 0
  isLong = 0
}

/** Bars that may decide, and the bar whose turn would stand in row 0. */
let firstDecision: i32 = 0
let endDecision: i32 = 0
let rowZero: i32 = 0

/**
 * Reads the bars [from, to), as indices into all bars there are (whose first close is, or would be, at `close`), and
 * writes the turns that they decide, counted from `firstBar`; decisions before it, and at the last bar or after it, count
 * for nothing. Answers how many turns there are.
 */
export function findTurns(close: usize, from: i32, to: i32, firstBar: i32, lastBar: i32, turns: usize): i32 {
  const widths = f64x2.replace_lane(f64x2.splat(<f64>fastWidth), 1, <f64>slowWidth)
  const fastBack = (<usize>fastWidth) << 3
  const slowBack = (<usize>slowWidth) << 3
  firstDecision = max(slowWidth, firstBar)
  endDecision = lastBar
  rowZero = firstBar - 1
  let both = sums
  let was = relation
  let into = turns
  let bar = from
  // Two bars at a time share the branch, which is hardly ever taken.
  for (; bar + 1 < to; bar += 2) {
    const at = close + ((<usize>bar) << 3)
    // Before a window is full nothing leaves it: its place holds 0.
    const oldest = v128.load64_lane(at - slowBack, v128.load64_splat(at - fastBack), 1)
    const first = f64x2.sub(f64x2.add(both, v128.load64_splat(at)), oldest)
    const nextOldest = v128.load64_lane(at - slowBack + 8, v128.load64_splat(at - fastBack + 8), 1)
    both = f64x2.sub(f64x2.add(first, v128.load64_splat(at, 8)), nextOldest)
    const middle = compare(f64x2.div(first, widths))
    const now = compare(f64x2.div(both, widths))
    if ((middle ^ was) === EITHER || (now ^ middle) === EITHER) {
      into = turnAt(bar, was, middle, into)
      into = turnAt(bar + 1, middle, now, into)
    }
    was = now
  }
  if (bar < to) {
    const at = close + ((<usize>bar) << 3)
    const oldest = v128.load64_lane(at - slowBack, v128.load64_splat(at - fastBack), 1)
    both = f64x2.sub(f64x2.add(both, v128.load64_splat(at)), oldest)
    const now = compare(f64x2.div(both, widths))
    into = turnAt(bar, was, now, into)
    was = now
  }
  sums = both
  relation = was
  return <i32>((into - turns) >> 2)
}

/** Each average is compared with the other at once: bit 0 says fast > slow, bit 1 slow > fast. */
function compare(averages: v128): i32 {
  return i64x2.bitmask(f64x2.gt(averages, v128.shuffle<f64>(averages, averages, 1, 0)))
}

/** Writes the turn that a bar decides, if any; answers where the next one goes. */
function turnAt(bar: i32, was: i32, now: i32, into: usize): usize {
  if ((now ^ was) !== EITHER || bar < firstDecision || bar >= endDecision || isLong === (now & ABOVE)) return into
  isLong ^= 1
  store<i32>(into, ((bar - rowZero) << 2) | isLong)
  return into + 4
}
