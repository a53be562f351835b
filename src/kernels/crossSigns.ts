import { BELOW, isLong as isChainLong, relation, sums } from './averageCross'

/**
 * Turns (foldTurns.ts) of one simple moving average crossing another, long or flat, as averageCross.ts finds them, but
 * several times as fast where no two averages lie close together. The sums of averageCross.ts are a chain of two additions
 * a bar, which no vector shortens. Here the difference of the averages is carried on from bar to bar in another order of
 * summation: its last digits are others, but its sign is the same as long as it is further from zero than the errors of
 * both orders can reach. Where it is not, this says so, and the chain decides.
 */
const WORD_BARS: i32 = 64
/** Half the distance from 1 to the next double: the relative error of one operation. */
const ROUNDING: f64 = 1.1102230246251565e-16
/** More operations of this order of summation than a bar has, each on numbers up to twice the highest close. */
const OPERATIONS: f64 = 32
/** Room for products of errors, which the bound leaves out. */
const SLACK: f64 = 1.01
/** All bits but the sign's: read rather than written down, for the compiler would make it anew for every bar. */
const MAGNITUDE: usize = memory.data<u32>([0xffffffff, 0x7fffffff, 0xffffffff, 0x7fffffff])

let fastWidth: i32 = 0
let slowWidth: i32 = 0
/** What one close weighs in each average. */
let fastShare: f64 = 0
let slowShare: f64 = 0
/** Highest close so far. */
let highest: f64 = 0
/** Bars that the chain has summed, and by how much its difference of the averages is off after them. */
let chainBars: i32 = 0
let chainError: f64 = 0
/** 1 where the fast average was below the slow one at the bar before. */
let wasBelow: u64 = 0
let isLong: i32 = 0
/** Difference of the averages at the last bar, and the distance from zero of the nearest of the bars read last. */
let difference: f64 = 0
let nearest: f64 = 0

export function beginSigns(fast: i32, slow: i32): void {
  fastWidth = fast
  slowWidth = slow
  fastShare = 1 / <f64>fast
  slowShare = 1 / <f64>slow
  highest = 0
  chainBars = 0
  chainError = 0
  wasBelow = 0
  isLong = 0
}

/** Goes on from what the chain found, which has taken the bars before `bar`; false where its averages are equal there. */
export function followChain(close: usize, bar: i32): bool {
  chainError = 0
  chainError = f64x2.extract_lane(sums, 0) / <f64>fastWidth - f64x2.extract_lane(sums, 1) / <f64>slowWidth - differenceBefore(close, bar)
  chainBars = bar
  wasBelow = <u64>(relation === BELOW)
  isLong = isChainLong
  return relation !== 0
}

/** As findTurns (averageCross.ts); -1 where a sign is in doubt: the chain has to take these bars. */
export function readTurns(close: usize, from: i32, to: i32, firstBar: i32, lastBar: i32, turns: usize): i32 {
  const begin = max(from, max(slowWidth, firstBar) - 1)
  raiseHighest(close, from, min(begin, to))
  difference = differenceBefore(close, begin)
  let into = turns
  for (let bar = begin; bar < to; bar += WORD_BARS) {
    const stop = min(bar + WORD_BARS, to)
    const signs = readSigns(close, bar, stop)
    if (!(nearest > doubt(stop, stop - begin))) return -1
    into = writeTurns(signs, bar, stop, firstBar, lastBar, into)
  }
  return <i32>((into - turns) >> 2)
}

/** What the errors of both orders of summation add up to, at most, at bar `end` and `steps` bars after a fresh difference. */
function doubt(end: i32, steps: i32): f64 {
  const chain = (4 + fastShare + slowShare) * <f64>(end - chainBars + 2)
  return (chain + OPERATIONS * <f64>(steps + fastWidth + slowWidth)) * (SLACK * ROUNDING) * highest
}

function raiseHighest(close: usize, from: i32, to: i32): void {
  for (let bar = from; bar < to; bar++) highest = max(highest, abs(load<f64>(close + ((<usize>bar) << 3))))
}

/** The chain's difference of the averages at the bar before `bar`. */
function differenceBefore(close: usize, bar: i32): f64 {
  return sumBefore(close, bar, fastWidth) / <f64>fastWidth - sumBefore(close, bar, slowWidth) / <f64>slowWidth + chainError
}

function sumBefore(close: usize, bar: i32, width: i32): f64 {
  let sum: f64 = 0
  for (let at = bar - width; at < bar; at++) sum += load<f64>(close + ((<usize>at) << 3))
  return sum
}

/** Signs of at most 64 differences, two at a time: bit k says that at bar from + k the fast average is below. */
function readSigns(close: usize, from: i32, to: i32): u64 {
  const fastBack = (<usize>fastWidth) << 3
  const slowBack = (<usize>slowWidth) << 3
  const weight = f64x2.splat(fastShare - slowShare)
  const fastWeight = f64x2.splat(fastShare)
  const slowWeight = f64x2.splat(slowShare)
  const magnitude = v128.load(MAGNITUDE)
  let before = f64x2.splat(difference)
  let least = f64x2.splat(Infinity)
  let top = f64x2.splat(highest)
  let word: u64 = 0
  let at = close + ((<usize>from) << 3)
  const end = close + ((<usize>(to - ((to - from) & 1))) << 3)
  for (; at !== end; at += 16) {
    const price = v128.load(at)
    const gone = f64x2.sub(f64x2.mul(v128.load(at - slowBack), slowWeight), f64x2.mul(v128.load(at - fastBack), fastWeight))
    const step = f64x2.add(f64x2.mul(price, weight), gone)
    // The first bar's step, and both bars' steps: only one addition waits for the bars before.
    const steps = f64x2.add(step, v128.shuffle<f64>(f64x2.splat(0), step, 0, 2))
    const now = f64x2.add(before, steps)
    before = f64x2.add(before, v128.shuffle<f64>(steps, steps, 1, 1))
    least = f64x2.pmin(least, v128.and(now, magnitude))
    top = f64x2.pmax(top, v128.and(price, magnitude))
    word = (word >> 2) | ((<u64>i64x2.bitmask(now)) << 62)
  }
  difference = f64x2.extract_lane(before, 0)
  nearest = min(f64x2.extract_lane(least, 0), f64x2.extract_lane(least, 1))
  highest = max(f64x2.extract_lane(top, 0), f64x2.extract_lane(top, 1))
  if (((to - from) & 1) === 1) {
    const price = load<f64>(at)
    difference += price * (fastShare - slowShare) + (load<f64>(at - slowBack) * slowShare - load<f64>(at - fastBack) * fastShare)
    nearest = min(nearest, abs(difference))
    highest = max(highest, abs(price))
    word = (word >> 1) | ((<u64>(difference < 0)) << 63)
  }
  // Minima pass over what is no number; sums keep it.
  if (!(abs(difference) < Infinity)) nearest = NaN
  return word >> (WORD_BARS - (to - from))
}

/** Where the fast average changes sides between two bars; answers where the next turn goes. */
function writeTurns(signs: u64, from: i32, to: i32, firstBar: i32, lastBar: i32, turns: usize): usize {
  const first = max(slowWidth, firstBar)
  const beyond = WORD_BARS - (to - from)
  let into = turns
  let changes = ((signs ^ ((signs << 1) | wasBelow)) << beyond) >> beyond
  for (; changes !== 0; changes &= changes - 1) {
    const bit = <i32>ctz(changes)
    const bar = from + bit
    const side = 1 - (<i32>(signs >> bit) & 1)
    if (bar < first || bar >= lastBar || side === isLong) continue
    isLong = side
    store<i32>(into, ((bar + 1 - firstBar) << 2) | side)
    into += 4
  }
  wasBelow = (signs >> (to - from - 1)) & 1
  return into
}
