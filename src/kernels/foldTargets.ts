import { buyFactor, closes, feeRate, initialCash, opens, rows, sellFactor, sumsAt, target } from './terms'

/**
 * Sums (runSums.ts) of two runs at a time that resize towards target exposures at every open, one in each half of every
 * vector. A run's next order waits for its last fill, so one alone leaves the processor idle: two share the wait, and
 * choices are masks, for a branch per resize would be guessed wrong. Order and arithmetic of each half are those of
 * targetRun.ts, account.ts and runSums.ts, and so is every bit.
 */
const MIN_RESIZE_UNITS: f64 = 0.1
/** Commission per unit, the least commission, the cap on exposure, and 1 for fractional units, as doubles. */
const LIMITS: usize = memory.data(32, 16)

export function targetLimitsAt(): usize {
  return LIMITS
}

/** `yes` where the mask is set, else `no`. */
function choose(mask: v128, yes: v128, no: v128): v128 {
  return v128.bitselect(yes, no, mask)
}

/** min(x, 0) without a branch; exact. */
function loss(x: v128): v128 {
  return f64x2.mul(f64x2.splat(0.5), f64x2.sub(x, f64x2.abs(x)))
}

/**
 * The exposures of two runs, one a row, NaN for none. Answers a set of bits: 1 (2) where the sums of the first (second)
 * run are void, because the account is ruined or a fill leaves no trace: only the simulator knows what follows. 4 (8)
 * where its position is open at the end.
 */
export function foldTargets(first: usize, second: usize): i32 {
  const zero = f64x2.splat(0)
  const one = f64x2.splat(1)
  const half = f64x2.splat(0.5)
  const wanted = f64x2.splat(target)
  const perValue = f64x2.splat(feeRate)
  const perUnit = f64x2.splat(load<f64>(LIMITS))
  const minimum = f64x2.splat(load<f64>(LIMITS, 8))
  const cap = f64x2.splat(load<f64>(LIMITS, 16))
  const isFractional = load<f64>(LIMITS, 24) === 1
  const buying = f64x2.splat(buyFactor)
  const selling = f64x2.splat(sellFactor)
  // The account, and the order that waits for the next open (0: none).
  let cash = f64x2.splat(initialCash)
  let units = zero
  let order = zero
  let averagePrice = zero
  let carriedCost = zero
  let equity = cash
  // Fills and the trades they close.
  let paid = zero
  let traded = zero
  let trades = zero
  let wins = zero
  let gained = zero
  let lost = zero
  // The fall from the peak; rows as doubles.
  let peak = cash
  let peakRow = zero
  let worst = one
  let longest = zero
  // The stretch since the last fill.
  let stretchRows = zero
  let stretchCloses = zero
  let partCloses = zero
  let meanSum = zero
  let held = zero
  let idle = f64x2.splat(-1)
  // Sums of r, r^2, r^3, r^4, min(r - target, 0)^2, min(r, 0): totals, and the parts not yet in them.
  let total1 = zero
  let total2 = zero
  let total3 = zero
  let total4 = zero
  let totalDown = zero
  let totalLoss = zero
  let part1 = zero
  let part2 = zero
  let part3 = zero
  let part4 = zero
  let partDown = zero
  let partLoss = zero
  let isVoid = zero
  let now = zero
  for (let row: i32 = 0; row < rows; row++) {
    const at = (<usize>row) << 3
    const close = v128.load64_splat(closes + at)
    now = f64x2.convert_low_i32x4_s(i32x4.splat(row))
    const isFill = f64x2.ne(order, zero)
    const isBuy = f64x2.gt(order, zero)
    // The fill.
    const price = f64x2.mul(v128.load64_splat(opens + at), choose(isBuy, buying, selling))
    const size = f64x2.abs(order)
    const rated = f64x2.add(f64x2.mul(f64x2.mul(size, price), perValue), f64x2.mul(size, perUnit))
    const commission = v128.and(f64x2.pmax(minimum, rated), isFill)
    const value = f64x2.mul(order, price)
    const before = units
    const cashBefore = cash
    cash = f64x2.sub(cash, f64x2.add(value, commission))
    units = f64x2.add(units, order)
    paid = f64x2.add(paid, commission)
    traded = f64x2.add(traded, f64x2.abs(value))
    // What of it reduces the position closes a trade.
    const isReducing = f64x2.lt(f64x2.mul(before, order), zero)
    const reduced = v128.and(f64x2.pmin(f64x2.abs(before), size), isReducing)
    if (v128.any_true(isReducing)) {
      const entryCost = f64x2.div(f64x2.mul(carriedCost, reduced), f64x2.abs(before))
      const cost = f64x2.add(entryCost, f64x2.div(f64x2.mul(commission, reduced), size))
      const closed = choose(isBuy, f64x2.neg(reduced), reduced)
      const profit = v128.and(f64x2.sub(f64x2.mul(closed, f64x2.sub(price, averagePrice)), cost), isReducing)
      carriedCost = f64x2.sub(carriedCost, v128.and(entryCost, isReducing))
      trades = f64x2.add(trades, v128.and(one, isReducing))
      wins = f64x2.add(wins, v128.and(one, f64x2.gt(profit, zero)))
      gained = f64x2.add(gained, f64x2.mul(half, f64x2.add(profit, f64x2.abs(profit))))
      lost = f64x2.sub(lost, loss(profit))
    }
    // The rest extends it, or opens another.
    const rest = f64x2.sub(size, reduced)
    const isExtending = v128.and(isFill, f64x2.ne(size, reduced))
    const share = f64x2.div(f64x2.mul(commission, rest), size)
    const added = choose(isBuy, rest, f64x2.neg(rest))
    const kept = v128.andnot(before, isReducing)
    const isNew = f64x2.eq(kept, zero)
    const blended = f64x2.div(f64x2.add(f64x2.mul(averagePrice, kept), f64x2.mul(price, added)), f64x2.add(kept, added))
    averagePrice = choose(isExtending, choose(isNew, price, blended), averagePrice)
    carriedCost = choose(isExtending, choose(isNew, share, f64x2.add(carriedCost, share)), carriedCost)
    // A fill ends a stretch of equal cash and units.
    const ended = f64x2.add(f64x2.mul(cashBefore, stretchRows), f64x2.mul(before, f64x2.add(stretchCloses, partCloses)))
    meanSum = f64x2.add(meanSum, v128.and(ended, isFill))
    stretchRows = f64x2.add(v128.andnot(stretchRows, isFill), one)
    stretchCloses = choose(isFill, close, stretchCloses)
    partCloses = v128.andnot(f64x2.add(partCloses, close), isFill)
    const isHeld = f64x2.ne(units, zero)
    const isSame = v128.and(f64x2.eq(cash, cashBefore), f64x2.eq(units, before))
    isVoid = v128.or(isVoid, v128.and(isFill, v128.or(isSame, v128.and(isHeld, f64x2.eq(cash, zero)))))
    // Equity and its return; rows in cash return 0 and add nothing.
    const earlier = equity
    equity = f64x2.add(cash, f64x2.mul(units, close))
    isVoid = v128.or(isVoid, v128.not(f64x2.gt(equity, zero)))
    const isCounted = v128.or(isFill, isHeld)
    held = f64x2.add(held, v128.and(one, isHeld))
    idle = f64x2.add(idle, v128.andnot(one, isCounted))
    const change = f64x2.sub(f64x2.div(equity, earlier), one)
    const square = f64x2.mul(change, change)
    const cube = f64x2.mul(square, change)
    const fourth = f64x2.mul(square, square)
    const shortfall = loss(f64x2.sub(change, wanted))
    const down = v128.and(f64x2.mul(shortfall, shortfall), isCounted)
    const fall = loss(change)
    // The first row of a stretch goes into the totals, after the parts of the one before; later rows into the parts.
    total1 = choose(isFill, f64x2.add(f64x2.add(total1, part1), change), total1)
    total2 = choose(isFill, f64x2.add(f64x2.add(total2, part2), square), total2)
    total3 = choose(isFill, f64x2.add(f64x2.add(total3, part3), cube), total3)
    total4 = choose(isFill, f64x2.add(f64x2.add(total4, part4), fourth), total4)
    totalDown = choose(isFill, f64x2.add(f64x2.add(totalDown, partDown), down), totalDown)
    totalLoss = choose(isFill, f64x2.add(f64x2.add(totalLoss, partLoss), fall), totalLoss)
    part1 = v128.andnot(f64x2.add(part1, change), isFill)
    part2 = v128.andnot(f64x2.add(part2, square), isFill)
    part3 = v128.andnot(f64x2.add(part3, cube), isFill)
    part4 = v128.andnot(f64x2.add(part4, fourth), isFill)
    partDown = v128.andnot(f64x2.add(partDown, down), isFill)
    partLoss = v128.andnot(f64x2.add(partLoss, fall), isFill)
    if ((row & 15) === 15) {
      total1 = f64x2.add(total1, part1)
      total2 = f64x2.add(total2, part2)
      total3 = f64x2.add(total3, part3)
      total4 = f64x2.add(total4, part4)
      totalDown = f64x2.add(totalDown, partDown)
      totalLoss = f64x2.add(totalLoss, partLoss)
      stretchCloses = f64x2.add(stretchCloses, partCloses)
      part1 = zero
      part2 = zero
      part3 = zero
      part4 = zero
      partDown = zero
      partLoss = zero
      partCloses = zero
    }
    const isPeak = f64x2.ge(equity, peak)
    const length = v128.and(f64x2.sub(now, peakRow), isPeak)
    longest = f64x2.pmax(longest, v128.and(length, f64x2.gt(length, one)))
    peak = f64x2.pmax(peak, equity)
    peakRow = choose(isPeak, now, peakRow)
    if (v128.any_true(f64x2.le(equity, f64x2.mul(worst, peak)))) worst = f64x2.pmin(worst, f64x2.div(equity, peak))
    // The order for the next open. NaN compares false: no order.
    const asked = v128.load64_lane(second + at, v128.load64_zero(first + at), 1)
    const capped = f64x2.pmax(f64x2.pmin(asked, cap), f64x2.neg(cap))
    const full = f64x2.div(f64x2.mul(capped, equity), close)
    const resize = f64x2.sub(isFractional ? full : f64x2.trunc(full), units)
    order = v128.and(resize, f64x2.gt(f64x2.abs(resize), f64x2.splat(MIN_RESIZE_UNITS)))
  }
  const last = f64x2.add(f64x2.mul(cash, stretchRows), f64x2.mul(units, f64x2.add(stretchCloses, partCloses)))
  const idleLoss = Math.min(-target, 0)
  write(0, equity)
  write(1, f64x2.add(total1, part1))
  write(2, f64x2.add(total2, part2))
  write(3, f64x2.add(total3, part3))
  write(4, f64x2.add(total4, part4))
  write(5, f64x2.add(f64x2.add(totalDown, partDown), f64x2.mul(idle, f64x2.splat(idleLoss * idleLoss))))
  write(6, f64x2.add(totalLoss, partLoss))
  write(7, worst)
  write(8, f64x2.pmax(longest, f64x2.sub(now, peakRow)))
  write(9, f64x2.add(meanSum, last))
  write(10, held)
  write(11, f64x2.splat(<f64>rows))
  write(12, f64x2.splat(<f64>(rows - 1)))
  write(13, trades)
  write(14, wins)
  write(15, gained)
  write(16, lost)
  write(17, paid)
  write(18, traded)
  return i64x2.bitmask(isVoid) | (i64x2.bitmask(f64x2.ne(units, zero)) << 2)
}

/** Numbers a run leaves, as SUM_COUNT in runSums.ts. */
const SUM_COUNT: usize = 19

function write(place: usize, sums: v128): void {
  store<f64>(sumsAt() + (place << 3), f64x2.extract_lane(sums, 0))
  store<f64>(sumsAt() + ((SUM_COUNT + place) << 3), f64x2.extract_lane(sums, 1))
}
