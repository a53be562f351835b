import type { Parameters } from '#shared/domain/strategyType.ts'
import { quantile } from '../../metrics/tails.ts'
import { type Measured, measured, undefinedBecause } from '../../statistics/measured.ts'
import { type BacktestTrialsInput, backtestTrials, playTrial, ratesOf } from '../backtestTrials.ts'
import type { BarRange } from '../planFolds.ts'
import { scoreRun, type TrialScore } from '../trial.ts'
import { delayDecisions } from './delayDecisions.ts'
import { chooseRanges, dropPositions, holdingRanges } from './dropPositions.ts'

/** One run to put under stress. */
export interface StressedRun {
  readonly input: Omit<BacktestTrialsInput, 'alter'>
  readonly parameters: Parameters
  readonly range: BarRange
}

export interface ExecutionStress {
  readonly base: TrialScore
  readonly stressed: TrialScore
  /** Sharpe ratio under stress / without; null unless the latter is above zero. */
  readonly keptSharpe: Measured
}

/** The same strategy with every decision `bars` later. */
export function stressDelay({ input, parameters, range }: StressedRun, bars: number): ExecutionStress {
  const rates = ratesOf(input.spec)
  const base = scoreRun(backtestTrials(input).runTrial(parameters, range), rates)
  const late = backtestTrials({ ...input, alter: (decisions) => delayDecisions(decisions, bars) })
  const stressed = scoreRun(late.runTrial(parameters, range), rates)
  return { base, stressed, keptSharpe: keptSharpe(base.sharpe, stressed.sharpe) }
}

export interface DropOptions {
  /** Share of the positions to leave out, 0..1. */
  readonly share: number
  readonly draws: number
  readonly seed: number
}

export interface DroppedTrades extends DropOptions {
  readonly base: TrialScore
  /** Positions of the base run, of which each draw leaves out the share. */
  readonly positions: number
  readonly quantileType: 7
  /** Sharpe ratio of each draw; null = undefined. */
  readonly sharpes: readonly (number | null)[]
  /** 5th percentile of the draws' Sharpe ratios / the base's; null where either is undefined or the base is not above zero. */
  readonly keptSharpe: Measured
}

/** Plays the run again and again, each time without another random share of its positions. */
export function stressDroppedTrades({ input, parameters, range }: StressedRun, options: DropOptions): DroppedTrades {
  const { spec } = input
  const rates = ratesOf(spec)
  const ledger = playTrial(input, parameters, range)
  const score = (run: typeof ledger) =>
    scoreRun({ equity: run.positions.equity, initialCash: spec.initial_cash, trades: run.trades }, rates)
  const base = score(ledger)
  const held = holdingRanges(ledger.positions).map(({ from, end }) => ({ from: from + range.from, end: end + range.from }))
  const fillDelay = spec.execution.fill === 'close' ? 0 : 1
  const sharpes = Array.from({ length: options.draws }, (_, draw) => {
    const dropped = chooseRanges(held, options.share, options.seed + draw)
    return score(playTrial({ ...input, alter: (decisions) => dropPositions(decisions, dropped, fillDelay) }, parameters, range)).sharpe
  })
  const known = Float64Array.from(sharpes.filter((sharpe) => sharpe !== null)).toSorted()
  const low = known.length < sharpes.length || known.length === 0 ? null : quantile(known, 0.05)
  return { ...options, base, positions: held.length, quantileType: 7, sharpes, keptSharpe: keptSharpe(base.sharpe, low) }
}

function keptSharpe(base: number | null, stressed: number | null): Measured {
  if (base === null || stressed === null) return undefinedBecause('a Sharpe ratio is undefined')
  if (base <= 0) return undefinedBecause('the Sharpe ratio without stress is not above zero')
  return measured(stressed / base)
}
