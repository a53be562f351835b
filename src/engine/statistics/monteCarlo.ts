import { quantile } from '../metrics/tails.ts'
import { type RandomStream, xoshiro128 } from '../random.ts'
import { mean } from './moments.ts'
import { drawStationaryIndices, requireBootstrap } from './stationaryBootstrap.ts'

export interface PathOptions {
  readonly paths: number
  readonly seed: number
}

export type MonteCarloConvention = 'monte-carlo.trade-reshuffle' | 'monte-carlo.trade-bootstrap' | 'monte-carlo.block-bootstrap'

/** Quantiles over the paths, Hyndman and Fan type 7. */
export interface PathQuantiles {
  readonly p01: number
  readonly p05: number
  readonly p25: number
  readonly p50: number
  readonly p75: number
  readonly p95: number
  readonly p99: number
  readonly mean: number
}

export interface MonteCarlo {
  readonly convention: MonteCarloConvention
  readonly paths: number
  readonly seed: number
  readonly quantileType: 7
  /** Mean block length in bars; null where single trades are drawn. */
  readonly meanBlockLength: number | null
  /** Steps of a path: trades or bars. */
  readonly steps: number
  /** The returns in the order they really came. */
  readonly actual: PathOutcome
  /** Final equity / initial equity, one per path in order of drawing, and its quantiles. */
  readonly finalGrowth: Float64Array
  readonly finalGrowthQuantiles: PathQuantiles
  /** Deepest drawdown of each path: 0 or a negative fraction, never below -1. p05 is a bad path, p95 a good one. */
  readonly maxDrawdown: Float64Array
  readonly maxDrawdownQuantiles: PathQuantiles
}

export interface PathOutcome {
  readonly finalGrowth: number
  readonly maxDrawdown: number
}

/**
 * The same trades in random order: how deep the drawdown could have been on the way to the same end.
 * `tradeReturns` are profits / equity at entry, fractions; a loss of more than everything counts as everything.
 * @throws AppError `invalid_input` for fewer than two trades or too few paths.
 */
export function reshuffleTrades(tradeReturns: Float64Array, { paths, seed }: PathOptions): MonteCarlo {
  requireBootstrap(tradeReturns.length, { jump: 1, paths })
  const random = xoshiro128(seed)
  const order = Int32Array.from(tradeReturns, (_, i) => i)
  const run = { convention: 'monte-carlo.trade-reshuffle', paths, seed, meanBlockLength: null } as const
  return runPaths(tradeReturns, run, () => shuffle(order, random))
}

/**
 * Trades drawn with replacement: what a future of similar, independent trades might bring.
 * @throws AppError as `reshuffleTrades`.
 */
export function bootstrapTrades(tradeReturns: Float64Array, { paths, seed }: PathOptions): MonteCarlo {
  requireBootstrap(tradeReturns.length, { jump: 1, paths })
  const random = xoshiro128(seed)
  const order = new Int32Array(tradeReturns.length)
  const run = { convention: 'monte-carlo.trade-bootstrap', paths, seed, meanBlockLength: null } as const
  return runPaths(tradeReturns, run, () => {
    for (let i = 0; i < order.length; i++) order[i] = Math.floor(random.next() * order.length)
    return order
  })
}

/**
 * Bar returns drawn in blocks (stationary bootstrap), so that what neighbouring bars share stays together: the
 * distribution of drawdown over a history as long as this one. `meanBlockLength` at least 1; see automaticBlockLength.
 * @throws AppError `invalid_input` for fewer than two returns, a block length below 1 or too few paths.
 */
export function bootstrapBars(barReturns: Float64Array, options: PathOptions & { readonly meanBlockLength: number }): MonteCarlo {
  const { paths, seed, meanBlockLength } = options
  const jump = 1 / meanBlockLength
  requireBootstrap(barReturns.length, { jump, paths })
  const random = xoshiro128(seed)
  const order = new Int32Array(barReturns.length)
  return runPaths(barReturns, { convention: 'monte-carlo.block-bootstrap', paths, seed, meanBlockLength }, () => {
    drawStationaryIndices(order, barReturns.length, { jump, random })
    return order
  })
}

/** Share of paths (0..1) whose drawdown is deeper than `limit`, a positive fraction. */
export function drawdownProbability({ maxDrawdown }: MonteCarlo, limit: number): number {
  return maxDrawdown.reduce((count, drawdown) => count + Number(-drawdown > limit), 0) / maxDrawdown.length
}

/** Drawdown as a positive fraction that `level` (0..1) of the paths stay within. */
export function drawdownAtLevel({ maxDrawdown }: MonteCarlo, level: number): number {
  return -quantile(maxDrawdown.toSorted(), 1 - level)
}

type Run = Pick<MonteCarlo, 'convention' | 'paths' | 'seed' | 'meanBlockLength'>

function runPaths(returns: Float64Array, run: Run, draw: () => Int32Array): MonteCarlo {
  const finalGrowth = new Float64Array(run.paths)
  const maxDrawdown = new Float64Array(run.paths)
  for (let path = 0; path < run.paths; path++) {
    const outcome = follow(returns, draw())
    finalGrowth[path] = outcome.finalGrowth
    maxDrawdown[path] = outcome.maxDrawdown
  }
  const asItCame = Int32Array.from(returns, (_, i) => i)
  return {
    ...run,
    quantileType: 7,
    steps: returns.length,
    actual: follow(returns, asItCame),
    finalGrowth,
    finalGrowthQuantiles: quantilesOf(finalGrowth),
    maxDrawdown,
    maxDrawdownQuantiles: quantilesOf(maxDrawdown),
  }
}

/** Compounds the returns in the order given. */
function follow(returns: Float64Array, order: Int32Array): PathOutcome {
  let [equity, peak, deepest] = [1, 1, 0]
  for (const index of order) {
    equity *= 1 + Math.max(-1, returns[index]!)
    if (equity > peak) peak = equity
    else deepest = Math.min(deepest, equity / peak - 1)
  }
  return { finalGrowth: equity, maxDrawdown: deepest }
}

/** Fisher and Yates, in place: every order is equally likely, whatever the order before. */
function shuffle(order: Int32Array, random: RandomStream): Int32Array {
  for (let i = order.length - 1; i > 0; i--) {
    const other = Math.floor(random.next() * (i + 1))
    const moved = order[i]!
    order[i] = order[other]!
    order[other] = moved
  }
  return order
}

/** Of values in any order. */
export function quantilesOf(values: Float64Array): PathQuantiles {
  const sorted = values.toSorted()
  const at = (level: number) => quantile(sorted, level)
  return {
    p01: at(0.01),
    p05: at(0.05),
    p25: at(0.25),
    p50: at(0.5),
    p75: at(0.75),
    p95: at(0.95),
    p99: at(0.99),
    mean: mean(values),
  }
}
