/**
 * Turns (foldTurns.ts) of one simple moving average crossing another, long or flat, bar after bar. A cross is strict on
 * both bars. Both averages lie in one vector: sums run in the canonical order of `sma` (add the newest, subtract the
 * oldest, divide).
 */
const ABOVE: i32 = 1
const BELOW: i32 = 2

let fastWidth: i32 = 0
let slowWidth: i32 = 0
let sums: v128 = f64x2.splat(0)
/** ABOVE while the fast average is above the slow one, BELOW while it is below, 0 where they are equal or not yet known. */
let relation: i32 = 0
let isLong: i32 = 0

export function beginCross(fast: i32, slow: i32): void {
  fastWidth = fast
  slowWidth = slow
  sums = f64x2.splat(0)
  relation = 0
  isLong = 0
}

/**
 * Reads the bars [from, to), as indices into all bars there are (whose first close is, or would be, at `close`), and writes the turns that they decide, counted from
 * `firstBar`; decisions before it, and at the last bar or after it, count for nothing. Answers how many turns there are.
 */
export function findTurns(close: usize, from: i32, to: i32, firstBar: i32, lastBar: i32, turns: usize): i32 {
  const widths = f64x2.replace_lane(f64x2.splat(<f64>fastWidth), 1, <f64>slowWidth)
  const fastBack = (<usize>fastWidth) << 3
  const slowBack = (<usize>slowWidth) << 3
  const firstCross = max(slowWidth, firstBar)
  let both = sums
  let was = relation
  let long = isLong
  let into = turns
  for (let bar = from; bar < to; bar++) {
    const at = close + ((<usize>bar) << 3)
    // Before a window is full nothing leaves it: its place holds 0.
    const oldest = v128.load64_lane(at - slowBack, v128.load64_splat(at - fastBack), 1)
    both = f64x2.sub(f64x2.add(both, v128.load64_splat(at)), oldest)
    const averages = f64x2.div(both, widths)
    // Each is compared with the other at once: bit 0 says fast > slow, bit 1 slow > fast.
    const now = i64x2.bitmask(f64x2.gt(averages, v128.shuffle<f64>(averages, averages, 1, 0)))
    const isCross = (now ^ was) === (ABOVE | BELOW)
    was = now
    if (!isCross || bar < firstCross || bar >= lastBar || long === (now & ABOVE)) continue
    long ^= 1
    store<i32>(into, ((bar + 1 - firstBar) << 2) | long)
    into += 4
  }
  sums = both
  relation = was
  isLong = long
  return <i32>((into - turns) >> 2)
}
