import { rows } from './terms'

/**
 * All crosses of a family of fast simple moving averages with up to 64 slow ones, in one pass over the bars. The slow
 * lines are kept in order of their values (an insertion sort of a list that is almost sorted already), and for every rank
 * r `below` holds the set of the r lowest as bits. A fast line's relation to all slow lines is then one number, its rank;
 * where the set of its rank changes, the lines that differ are exactly those it crossed (or touched, which the values
 * then tell apart). Cost: bars * (fast + slow) + crosses, instead of bars * fast * slow.
 */
let close: usize = 0
let fastCount: i32 = 0
let slowCount: i32 = 0
/** Widths of the lines, in bars: first the slow ones (an even number, the last repeated), then the fast ones, likewise. */
let widths: usize = 0
let widthVectors: usize = 0
let sums: usize = 0
/** Averages now and at the bar before; they change places from bar to bar. */
let averages: usize = 0
let earlier: usize = 0
let lines: i32 = 0
let firstFast: i32 = 0

/** -Infinity, the averages that exist in ascending order, +Infinity. */
let sorted: usize = 0
/** Slow line at each place of `sorted`. */
let order: usize = 0
let below: usize = 0
let alive: i32 = 0

/** Rank of every fast line, and the set of slow lines below it. */
let ranks: usize = 0
let sets: usize = 0

/** Number of the pair at fast * stride + slow; -1 where the pair is not wanted. */
let numbers: usize = 0
let stride: i32 = 0

/** Pair and event (bar * 2 + 1 where the fast line crosses above the slow one, bar * 2 where below) in turn. */
let log: usize = 0
let logWords: i32 = 0
let used: i32 = 0

export function clearCrosses(): void {
  used = 0
}

/**
 * Begins a pass. `prices` is the first close; as many zeros as the widest line has bars lie before it. `lineWidths` are
 * the slow widths, ascending, then the fast ones, each family with an even number of lines (the last one twice if need
 * be: a copy at the end of the slow lines is not counted in `slow`).
 */
export function beginPass(prices: usize, lineWidths: usize, slow: i32, fast: i32, pairNumbers: usize, pairStride: i32): void {
  close = prices
  widths = lineWidths
  slowCount = slow
  fastCount = fast
  numbers = pairNumbers
  stride = pairStride
  firstFast = (slow + 1) & ~1
  lines = firstFast + ((fast + 1) & ~1)
  widthVectors = cleared(lines * 8)
  for (let line: i32 = 0; line < lines; line++) store<f64>(widthVectors + ((<usize>line) << 3), <f64>widthOf(line))
  sums = cleared(lines * 8)
  averages = cleared(lines * 8)
  earlier = cleared(lines * 8)
  sorted = cleared((slow + 2) * 8)
  store<f64>(sorted, -Infinity)
  for (let place: i32 = 1; place < slow + 2; place++) store<f64>(sorted + ((<usize>place) << 3), Infinity)
  order = cleared((slow + 1) * 4)
  below = cleared((slow + 1) * 8)
  ranks = cleared(fast * 4)
  sets = cleared(fast * 8)
  alive = 0
}

function cleared(bytes: i32): usize {
  const at = heap.alloc(bytes)
  memory.fill(at, 0, bytes)
  return at
}

function widthOf(line: i32): i32 {
  return load<i32>(widths + ((<usize>line) << 2))
}

/** Few bars at a time: code that never returns is never replaced by its optimised version. */
export function passBars(from: i32, to: i32): void {
  reserve((to - from) * fastCount * slowCount * 2)
  for (let bar = from; bar < to; bar++) {
    const now = earlier
    earlier = averages
    averages = now
    rollAverages(bar)
    sortSlow(bar)
    rankFast(bar)
  }
}

/** Room for so many more words, so that nothing is checked while crosses are logged. */
function reserve(words: i32): void {
  if (used + words <= logWords && log !== 0) return
  const larger = (used + words) * 2
  const moved = heap.alloc((<usize>larger) << 2)
  memory.copy(moved, log, (<usize>used) << 2)
  log = moved
  logWords = larger
}

/** Forgets the log's memory: `freeAll` takes it. */
export function dropLog(): void {
  log = 0
  logWords = 0
  used = 0
}

/** Two lines at a time, in the order of summation of `sma`: add the newest, subtract the oldest, divide. */
function rollAverages(bar: i32): void {
  const at = close + ((<usize>bar) << 3)
  const newest = v128.load64_splat(at)
  const into = averages
  for (let line: i32 = 0; line < lines; line += 2) {
    const place = (<usize>line) << 3
    const oldest = v128.load64_lane(at - ((<usize>widthOf(line + 1)) << 3), v128.load64_splat(at - ((<usize>widthOf(line)) << 3)), 1)
    const sum = f64x2.sub(f64x2.add(v128.load(sums + place), newest), oldest)
    v128.store(sums + place, sum)
    v128.store(into + place, f64x2.div(sum, v128.load(widthVectors + place)))
  }
}

function sortSlow(bar: i32): void {
  const now = averages
  const known = alive
  while (alive < slowCount && widthOf(alive) - 1 === bar) {
    store<i32>(order + ((<usize>alive) << 2), alive)
    alive++
  }
  let before = -Infinity
  for (let place: i32 = 0; place < alive; place++) {
    const line = load<i32>(order + ((<usize>place) << 2))
    const value = load<f64>(now + ((<usize>line) << 3))
    if (before <= value && place < known) {
      store<f64>(sorted + ((<usize>place) << 3), value, 8)
      before = value
    } else {
      insert(place, line, value)
      before = load<f64>(sorted + ((<usize>place) << 3), 8)
    }
  }
}

/** Moves the line at `place` down to where its value belongs, and rebuilds the sets it passes. */
function insert(place: i32, line: i32, value: f64): void {
  let at = place
  while (load<f64>(sorted + ((<usize>at) << 3)) > value) {
    store<f64>(sorted + ((<usize>at) << 3), load<f64>(sorted + ((<usize>at) << 3)), 8)
    store<i32>(order + ((<usize>at) << 2), load<i32>(order + ((<usize>(at - 1)) << 2)))
    at--
  }
  store<f64>(sorted + ((<usize>at) << 3), value, 8)
  store<i32>(order + ((<usize>at) << 2), line)
  let set = load<u64>(below + ((<usize>at) << 3))
  for (let rank = at; rank <= place; rank++) {
    set |= (<u64>1) << load<i32>(order + ((<usize>rank) << 2))
    store<u64>(below + ((<usize>rank) << 3), set, 8)
  }
}

function rankFast(bar: i32): void {
  const now = averages + ((<usize>firstFast) << 3)
  for (let line: i32 = 0; line < fastCount; line++) {
    const average = load<f64>(now + ((<usize>line) << 3))
    let rank = load<i32>(ranks + ((<usize>line) << 2))
    while (load<f64>(sorted + ((<usize>rank) << 3), 8) < average) rank++
    while (load<f64>(sorted + ((<usize>rank) << 3)) >= average) rank--
    store<i32>(ranks + ((<usize>line) << 2), rank)
    const set = load<u64>(below + ((<usize>rank) << 3))
    const changed = set ^ load<u64>(sets + ((<usize>line) << 3))
    if (changed === 0) continue
    store<u64>(sets + ((<usize>line) << 3), set)
    // A fast line without a bar before has nothing to have crossed from.
    if (bar >= widthOf(firstFast + line)) logChanges(bar, line, changed)
  }
}

/** Logs the lines in a set of changes, where they are strict on both bars: a touch is not a cross. */
function logChanges(bar: i32, line: i32, changed: u64): void {
  const set = load<u64>(sets + ((<usize>line) << 3))
  const average = load<f64>(averages + ((<usize>(firstFast + line)) << 3))
  const before = load<f64>(earlier + ((<usize>(firstFast + line)) << 3))
  const firstPair = numbers + ((<usize>(line * stride)) << 2)
  let into = log + ((<usize>used) << 2)
  for (let left = changed; left !== 0; left &= left - 1) {
    const slow = <i32>ctz(left)
    const isUp = <i32>((set >> slow) & 1)
    if (bar < widthOf(slow)) continue
    const place = (<usize>slow) << 3
    if (isUp === 1 ? before >= load<f64>(earlier + place) : average >= load<f64>(averages + place)) continue
    const pair = load<i32>(firstPair + ((<usize>slow) << 2))
    if (pair < 0) continue
    store<i32>(into, pair)
    store<i32>(into, bar * 2 + isUp, 4)
    into += 8
  }
  used = <i32>((into - log) >> 2)
}

let starts: usize = 0
let events: usize = 0

/** Counting sort by pair; it is stable, so each pair's events stay in order of time. */
export function groupByPair(pairs: i32): void {
  starts = cleared((pairs + 2) * 4)
  events = heap.alloc(((<usize>used) << 1) + 4)
  const end = log + ((<usize>used) << 2)
  for (let at = log; at < end; at += 8) {
    const count = starts + ((<usize>load<i32>(at)) << 2)
    store<i32>(count, load<i32>(count, 8) + 1, 8)
  }
  for (let pair: i32 = 2; pair <= pairs + 1; pair++) {
    const count = starts + ((<usize>pair) << 2)
    store<i32>(count, load<i32>(count) + load<i32>(count - 4))
  }
  for (let at = log; at < end; at += 8) {
    const next = starts + ((<usize>load<i32>(at)) << 2)
    const place = load<i32>(next, 4)
    store<i32>(events + ((<usize>place) << 2), load<i32>(at, 4))
    store<i32>(next, place + 1, 4)
  }
}

/** Writes the turns (foldTurns.ts) of a pair's long-only run over `rows` rows from bar `firstBar`; answers how many. */
export function turnsOfPair(pair: i32, firstBar: i32, turns: usize): i32 {
  const place = starts + ((<usize>pair) << 2)
  const end = events + ((<usize>load<i32>(place, 4)) << 2)
  let long: i32 = 0
  let into = turns
  for (let at = events + ((<usize>load<i32>(place)) << 2); at < end; at += 4) {
    const event = load<i32>(at)
    const row = (event >> 1) + 1 - firstBar
    if ((event & 1) === long || row < 1 || row >= rows) continue
    long ^= 1
    store<i32>(into, (row << 2) | long)
    into += 4
  }
  return <i32>((into - turns) >> 2)
}
