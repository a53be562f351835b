import type { RunLedger } from '#shared/domain/ledger.ts'
import { quantile } from '../../metrics/tails.ts'
import type { Decisions } from '../../simulator/simulate.ts'
import { type Measured, measured, undefinedBecause } from '../../statistics/measured.ts'
import { type Alteration, playTrial } from '../backtestTrials.ts'
import type { BarRange } from '../planFolds.ts'
import type { TrialScore } from '../trial.ts'
import { delayDecisions, delayWeights } from './delayDecisions.ts'
import { dropHoldings, type PanelHolding, panelHoldings } from './dropHoldings.ts'
import { chooseRanges, dropPositions, holdingRanges } from './dropPositions.ts'
import { playParts, type StressedRun } from './testedParts.ts'

export interface ExecutionStress {
  readonly base: TrialScore
  readonly stressed: TrialScore
  /** Sharpe ratio under stress / without; null unless the latter is above zero. */
  readonly keptSharpe: Measured
}

/** The same strategy with every decision `bars` later. */
export function stressDelay({ input, parts }: StressedRun, bars: number): ExecutionStress {
  const base = playParts(input, parts).score
  const alter: Alteration = {
    decisions: (decisions) => delayDecisions(decisions, bars),
    weights: (weights) => delayWeights(weights, bars),
  }
  const stressed = playParts({ ...input, alter }, parts).score
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

/**
 * Plays the run again and again, each time without another random share of its positions. `onDraw` is told the share of the
 * draws done before each, 0..1, and may throw to end it.
 */
export function stressDroppedTrades(run: StressedRun, options: DropOptions, onDraw: (share: number) => void = () => {}): DroppedTrades {
  const { input, parts } = run
  const base = playParts(input, parts).score
  const held = parts.flatMap(({ parameters, range }) => heldIn(playTrial(input, parameters, range), range))
  const fillDelay = input.spec.execution.fill === 'close' ? 0 : 1
  const sharpes = Array.from({ length: options.draws }, (_, draw) => {
    onDraw(draw / options.draws)
    const dropped = chooseRanges(held, options.share, options.seed + draw)
    const alter: Alteration = {
      decisions: (decisions) => dropPositions(decisions, within(decisions, dropped), fillDelay),
      weights: (weights) => dropHoldings(weights, dropped),
    }
    return playParts({ ...input, alter }, parts).score.sharpe
  })
  const known = Float64Array.from(sharpes.filter((sharpe) => sharpe !== null)).toSorted()
  const low = known.length < sharpes.length || known.length === 0 ? null : quantile(known, 0.05)
  return { ...options, base, positions: held.length, quantileType: 7, sharpes, keptSharpe: keptSharpe(base.sharpe, low) }
}

/** Of a panel each instrument's positions, by the bars that decided them; else the bars that ended with a position. */
function heldIn(ledger: RunLedger, range: BarRange): PanelHolding[] {
  if (ledger.symbols !== undefined) return panelHoldings(ledger, range.end)
  return holdingRanges(ledger.positions).map(({ from, end }) => ({ symbol: 0, from: from + range.from, end: end + range.from }))
}

/** A part's bars end with it; positions of later parts are not its business. */
function within(decisions: Decisions, positions: readonly BarRange[]): BarRange[] {
  const { length } = 'codes' in decisions ? decisions.codes : decisions.exposure
  return positions.filter(({ end }) => end <= length)
}

function keptSharpe(base: number | null, stressed: number | null): Measured {
  if (base === null || stressed === null) return undefinedBecause('a Sharpe ratio is undefined')
  if (base <= 0) return undefinedBecause('the Sharpe ratio without stress is not above zero')
  return measured(stressed / base)
}
