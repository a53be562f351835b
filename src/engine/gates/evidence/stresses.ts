import { AppError } from '#shared/domain/appError.ts'
import type { MarketSeries } from '#shared/domain/dataset.ts'
import type { CrvPolicy } from '#shared/domain/gatePolicy.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import type { Parameters } from '#shared/domain/strategyType.ts'
import type { CancelSignal } from '../../simulator/cancelSignal.ts'
import { completeRunSpec } from '../../simulator/completeRunSpec.ts'
import { automaticBlockLength } from '../../statistics/blockLength.ts'
import { bootstrapBars } from '../../statistics/monteCarlo.ts'
import type { BarRange } from '../../validation/planFolds.ts'
import { measurePlateau } from '../../validation/robustness/perturbParameters.ts'
import { stressCosts } from '../../validation/robustness/stressCosts.ts'
import { stressDelay, stressDroppedTrades } from '../../validation/robustness/stressExecution.ts'
import { playParts } from '../../validation/robustness/testedParts.ts'
import type { TrialScore } from '../../validation/trial.ts'

/** Drawdowns of paths resampled from the out-of-sample returns in blocks. */
export interface DrawdownPaths {
  readonly paths: number
  readonly seed: number
  readonly meanBlockLength: number
  readonly quantileType: 7
  /** Positive fractions, the deepest first. */
  readonly drawdowns: readonly number[]
}

/** @throws AppError `invalid_input` for fewer than two returns. */
export function bootstrapDrawdowns(returns: Float64Array, { paths, seed }: { paths: number; seed: number }): DrawdownPaths {
  const meanBlockLength = automaticBlockLength(returns).length.value ?? 1
  const { maxDrawdown } = bootstrapBars(returns, { paths, seed, meanBlockLength })
  return { paths, seed, meanBlockLength, quantileType: 7, drawdowns: Array.from(maxDrawdown, (fall) => 0 - fall).sort((a, b) => b - a) }
}

export interface CostEvidence {
  readonly multiple: number
  /** At that multiple of the costs; null = undefined. */
  readonly totalReturn: number | null
  /** Multiple of the costs that eats the whole return; null with the reason. */
  readonly breakeven: number | null
  readonly breakevenReason: string | null
  readonly isLowerBound: boolean
}

export interface ExecutionEvidence {
  readonly delayBars: number
  /** Share of the Sharpe ratio left with every decision that late; null with the reason. */
  readonly keptByDelay: number | null
  readonly delayReason: string | null
  readonly dropShare: number
  readonly draws: number
  readonly seed: number
  /** 5th percentile over the draws. */
  readonly keptByDrops: number | null
  readonly dropReason: string | null
}

export interface PlateauEvidence {
  readonly share: number
  readonly neighbours: number
  /** null with the reason. */
  readonly profitableShare: number | null
  readonly reason: string | null
}

/** The strategy as it is, over the rows of the out-of-sample windows and no others. */
export type StressInput = MarketSeries & {
  readonly spec: RunSpec
  /** In order of time; tests that follow one another without a gap are one range. */
  readonly ranges: readonly BarRange[]
  readonly policy: CrvPolicy
  readonly cancel?: CancelSignal | undefined
}

const partsOf = ({ ranges }: StressInput, parameters: Parameters) => ranges.map((range) => ({ parameters, range }))
const scoreOf = (input: StressInput, parameters: Parameters): TrialScore => playParts(input, partsOf(input, parameters)).score

/** Costs multiplied. @throws AppError as the simulator. */
export function gatherCosts(input: StressInput): CostEvidence {
  const { spec, policy } = input
  const { strategy } = completeRunSpec(spec)
  const score = (stressed: RunSpec) => scoreOf({ ...input, spec: stressed }, strategy.parameters)
  const { points, breakeven, isLowerBound } = stressCosts(spec, [policy.stressCostMultiple], score)
  const [point] = points
  if (point === undefined) throw new AppError('invalid_input', 'No multiple of the costs was asked for')
  return {
    multiple: point.multiple,
    totalReturn: point.score.totalReturn,
    breakeven: breakeven.value,
    breakevenReason: breakeven.reason,
    isLowerBound,
  }
}

/** Decisions delayed, and positions left out at random. @throws AppError as the simulator. */
export function gatherExecution(input: StressInput): ExecutionEvidence {
  const { spec, policy } = input
  const { parameters } = completeRunSpec(spec).strategy
  const run = { input, parts: partsOf(input, parameters) }
  const { delayBars, dropShare, dropDraws: draws } = policy
  const delay = stressDelay(run, delayBars)
  const drops = stressDroppedTrades(run, { share: dropShare, draws, seed: spec.seed })
  return {
    delayBars,
    keptByDelay: delay.keptSharpe.value,
    delayReason: delay.keptSharpe.reason,
    dropShare,
    draws,
    seed: spec.seed,
    keptByDrops: drops.keptSharpe.value,
    dropReason: drops.keptSharpe.reason,
  }
}

/** Parameters moved. @throws AppError as the simulator. */
export function gatherPlateau(input: StressInput): PlateauEvidence {
  const { spec, policy } = input
  const { strategy } = completeRunSpec(spec)
  const { neighbours, profitableShare } = measurePlateau(strategy, {
    share: policy.neighbourShare,
    score: (parameters) => scoreOf(input, parameters),
  })
  return {
    share: policy.neighbourShare,
    neighbours: neighbours.length,
    profitableShare: profitableShare.value,
    reason: profitableShare.reason,
  }
}
