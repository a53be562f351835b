import type { MarketSeries } from '#shared/domain/dataset.ts'
import type { RobustnessFan, RobustnessPaths, RobustnessResult } from '#shared/domain/robustness.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import type { Parameters } from '#shared/domain/strategyType.ts'
import { holdingValues } from '../../market/marketData.ts'
import { simpleReturns } from '../../metrics/equityPath.ts'
import { type CancelSignal, throwIfCancelled } from '../../simulator/cancelSignal.ts'
import { completeRunSpec } from '../../simulator/completeRunSpec.ts'
import { withParameters } from '../../simulator/withParameters.ts'
import { automaticBlockLength } from '../../statistics/blockLength.ts'
import { histogramOf } from '../../statistics/histogram.ts'
import { measured, undefinedBecause } from '../../statistics/measured.ts'
import { bootstrapBars, bootstrapTrades, type MonteCarlo, quantilesOf, reshuffleTrades } from '../../statistics/monteCarlo.ts'
import { tradeReturnsOnEquity } from '../../statistics/tradeReturns.ts'
import { backtestTrials, playTrial, ratesOf } from '../backtestTrials.ts'
import { bootstrapFan } from './bootstrapFan.ts'
import { measurePlateau } from './perturbParameters.ts'
import { classifyRegimes, splitByRegime } from './splitByRegime.ts'
import { stressCosts } from './stressCosts.ts'
import { stressDelay, stressDroppedTrades } from './stressExecution.ts'
import { playParts, type TestedPart } from './testedParts.ts'

export type RobustnessInput = MarketSeries & {
  readonly spec: RunSpec
  readonly parts: readonly TestedPart[]
  /** Paths of every Monte Carlo method, at least 1,000. */
  readonly paths: number
  /** Runs with positions left out. */
  readonly draws: number
  readonly seed: number
  readonly cancel?: CancelSignal | undefined
  /** Told the share of the stresses done, 0..1. */
  readonly onProgress?: ((fraction: number) => void) | undefined
}

const COST_MULTIPLES = [0, 0.5, 1, 1.5, 2, 3]
const DELAY_BARS = 1
const DROPPED_SHARE = 0.1
const PARAMETER_SHARE = 0.1
const REGIME_BARS = { trendBars: 200, volatilityBars: 20 }
const HISTOGRAM_BINS = 25
const STAGES = 6

/** Told the share of the stage under way, 0..1; throws `cancelled` once the tests are. */
type Report = (share: number) => void

/**
 * Puts a run, or the out-of-sample windows of a validation, under every stress. The same inputs and seed give the same
 * result on any machine.
 * @throws AppError `cancelled`, `invalid_input` (too few paths).
 */
export function testRobustness(input: RobustnessInput): Omit<RobustnessResult, 'matrix'> {
  let done = 0
  const report: Report = (share) => {
    throwIfCancelled(input.cancel)
    input.onProgress?.((done + share) / STAGES)
  }
  const stage = <Value>(run: () => Value): Value => {
    throwIfCancelled(input.cancel)
    const value = run()
    done += 1
    report(0)
    return value
  }
  const { spec, parts, draws, seed } = input
  const run = { input, parts }
  const curve = playParts(run.input, parts)
  const returns = simpleReturns(curve.equity)
  const monteCarlo = stage(() => drawPaths(input, returns, report))
  const costs = stage(() => stressCosts(spec, COST_MULTIPLES, (stressed) => playParts({ ...run.input, spec: stressed }, parts).score))
  const delay = stage(() => stressDelay(run, DELAY_BARS))
  const dropped = stage(() => stressDroppedTrades(run, { share: DROPPED_SHARE, draws, seed }, report))
  return {
    seed,
    base: curve.score,
    ...monteCarlo,
    costs: { ...costs, points: [...costs.points] },
    delay: { bars: DELAY_BARS, stressed: delay.stressed, keptSharpe: delay.keptSharpe },
    droppedTrades: describeDrops(dropped),
    parameters: stage(() => perturbParts(input, report)),
    regimes: stage(() => describeRegimes(input, { at: curve.bars, returns })),
  }
}

function drawPaths(
  input: RobustnessInput,
  returns: Float64Array,
  report: Report,
): Pick<RobustnessResult, 'monteCarlo' | 'fan' | 'pathDrawdowns'> {
  const { paths, seed } = input
  const present = returns.filter((value) => !Number.isNaN(value))
  const trades = tradeReturns(input)
  const meanBlockLength = automaticBlockLength(present).length.value ?? 1
  const options = { paths, seed, meanBlockLength }
  const blocks = present.length < 2 ? null : bootstrapBars(present, options)
  report(1 / 4)
  const fan = blocks === null ? null : toFan(bootstrapFan(present, options))
  report(2 / 4)
  const describe = (convention: string, draw: () => MonteCarlo | null, reason: string) => {
    const drawn = draw()
    return drawn === null ? { result: null, convention, reason } : { result: describePaths(drawn), reason: null }
  }
  const fewTrades = `${trades.length} ${trades.length === 1 ? 'trade' : 'trades'}: there is nothing to put in another order`
  const fromTrades = (draw: typeof reshuffleTrades) => () => (trades.length < 2 ? null : draw(trades, options))
  return {
    monteCarlo: [
      describe('monte-carlo.trade-reshuffle', fromTrades(reshuffleTrades), fewTrades),
      describe('monte-carlo.trade-bootstrap', fromTrades(bootstrapTrades), fewTrades),
      describe('monte-carlo.block-bootstrap', () => blocks, 'fewer than two returns'),
    ],
    fan,
    pathDrawdowns: blocks === null ? null : Array.from(blocks.maxDrawdown, (fall) => 0 - fall).sort((a, b) => b - a),
  }
}

/**
 * Trades of all parts as fractions of the equity before them, in order; what is still open at the end of a part counts as
 * one more trade at its last close, so that together they make the part's whole growth.
 */
function tradeReturns(input: RobustnessInput): Float64Array {
  const { spec, parts } = input
  const returns = parts.map(({ parameters, range }) => {
    const { trades, positions, openTrades } = playTrial(input, parameters, range)
    const closed = trades.pnl.reduce((sum, profit) => sum + profit, spec.initial_cash)
    const open = openTrades === 0 ? [] : [(positions.equity.at(-1) ?? closed) - closed]
    return [...tradeReturnsOnEquity(Float64Array.of(...trades.pnl, ...open), spec.initial_cash)]
  })
  return Float64Array.from(returns.flat())
}

function describePaths({ finalGrowth, maxDrawdown, ...summary }: MonteCarlo): RobustnessPaths {
  const { edges, counts } = histogramOf(maxDrawdown, { from: Math.min(-0.01, ...extremes(maxDrawdown)), to: 0, bins: HISTOGRAM_BINS })
  return {
    ...summary,
    lossProbability: finalGrowth.reduce((count, growth) => count + Number(growth < 1), 0) / finalGrowth.length,
    drawdownHistogram: { edges: [...edges], counts: [...counts] },
  }
}

const extremes = (values: Float64Array): number[] => [values.reduce((least, value) => Math.min(least, value), 0)]

const toFan = (fan: ReturnType<typeof bootstrapFan>): RobustnessFan => {
  const list = (values: ArrayLike<number>) => Array.from(values)
  const { step, p05, p25, p50, p75, p95, actual } = fan
  return { step: list(step), p05: list(p05), p25: list(p25), p50: list(p50), p75: list(p75), p95: list(p95), actual: list(actual) }
}

function describeDrops({ base, sharpes, ...dropped }: ReturnType<typeof stressDroppedTrades>): RobustnessResult['droppedTrades'] {
  const known = Float64Array.from(sharpes.filter((sharpe) => sharpe !== null))
  return { ...dropped, sharpeQuantiles: known.length < sharpes.length || known.length === 0 ? null : quantilesOf(known) }
}

/** Every part's parameters a tenth lower and higher, on the part's own rows. */
function perturbParts(input: RobustnessInput, report: Report): RobustnessResult['parameters'] {
  const { spec, parts } = input
  const { scoreTrials } = backtestTrials(input)
  const neighbours = parts.flatMap(({ parameters, range }, part) => {
    report(part / parts.length)
    const { strategy } = completeRunSpec(withParameters(spec, parameters))
    const score = (moved: Parameters) => scoreTrials([moved], range)[0]!
    return measurePlateau(strategy, { share: PARAMETER_SHARE, score }).neighbours.map(({ parameters: moved, score: scored }) => ({
      part,
      parameters: moved,
      sharpe: scored.sharpe,
      totalReturn: scored.totalReturn,
    }))
  })
  const profitable = neighbours.filter(({ totalReturn }) => (totalReturn ?? 0) > 0).length
  return {
    share: PARAMETER_SHARE,
    neighbours,
    profitableShare:
      neighbours.length === 0 ? undefinedBecause('no number of the strategy can be moved') : measured(profitable / neighbours.length),
  }
}

interface PlacedReturns {
  /** Bar of every point of the curve; return i leads to point i + 1. */
  readonly at: Int32Array
  readonly returns: Float64Array
}

function describeRegimes({ spec, ...data }: RobustnessInput, { at, returns }: PlacedReturns): RobustnessResult['regimes'] {
  const regimes = classifyRegimes(holdingValues(data), REGIME_BARS)
  const own = Int8Array.from(returns, (_, i) => regimes[at[i + 1]!]!)
  return { ...REGIME_BARS, parts: splitByRegime(returns, own, ratesOf(spec)) }
}
