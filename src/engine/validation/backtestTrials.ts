import type { Bars } from '#shared/domain/dataset.ts'
import type { RunLedger } from '#shared/domain/ledger.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import type { Parameters } from '#shared/domain/strategyType.ts'
import { sliceBars } from '../market/sliceBars.ts'
import type { MetricRates } from '../metrics/computeReturnMetrics.ts'
import type { CancelSignal } from '../simulator/cancelSignal.ts'
import { completeRunSpec } from '../simulator/completeRunSpec.ts'
import { type Decisions, simulate } from '../simulator/simulate.ts'
import { strategyFamily } from '../strategies/registry.ts'
import type { BarRange } from './planFolds.ts'
import { scoreRun, type TrialRun, type TrialRunner } from './trial.ts'

export interface BacktestTrialsInput {
  readonly bars: Bars
  /** Everything but the dates, which the ranges replace; the trials' parameters go over those of its strategy. */
  readonly spec: RunSpec
  /** Changes what the strategy decided before it is played, given the bars the trial may see. */
  readonly alter?: ((decisions: Decisions, bars: Bars) => Decisions) | undefined
  readonly cancel?: CancelSignal | undefined
}

/**
 * Trials by the simulator, for families of one instrument. Every trial is handed bars cut off at the end of its range: a
 * later row does not exist for it.
 * @throws AppError when a trial runs: `invalid_input` (strategy, parameters, settings), `cancelled`.
 */
export function backtestTrials(input: BacktestTrialsInput): TrialRunner {
  const rates = ratesOf(input.spec)
  const runTrial = (parameters: Parameters, range: BarRange): TrialRun => {
    const { positions, trades, openTrades } = playTrial(input, parameters, range)
    return { initialCash: input.spec.initial_cash, equity: positions.equity, trades, openTrades }
  }
  return {
    runTrial,
    scoreTrials: (parameterSets, range) => parameterSets.map((parameters) => scoreRun(runTrial(parameters, range), rates)),
  }
}

/** The whole ledger of one trial. */
export function playTrial({ bars, spec, alter, cancel }: BacktestTrialsInput, parameters: Parameters, range: BarRange): RunLedger {
  const { type } = spec.strategy
  const complete = completeRunSpec({ ...spec, strategy: { type, parameters: { ...spec.strategy.parameters, ...parameters } } })
  const seen = sliceBars(bars, 0, range.end)
  const decisions = decide(complete, seen)
  return simulate({
    bars: seen,
    window: { firstBar: range.from, lastBar: range.end - 1 },
    decisions: alter === undefined ? decisions : alter(decisions, seen),
    spec: complete,
    cancel,
  })
}

export const ratesOf = ({ periods_per_year, risk_free }: RunSpec): MetricRates => ({
  periodsPerYear: periods_per_year,
  riskFree: risk_free,
})

function decide({ strategy, periods_per_year }: RunSpec, bars: Bars): Decisions {
  const family = strategyFamily(strategy.type)
  const input = { bars, parameters: strategy.parameters, periodsPerYear: periods_per_year }
  return family.kind === 'signal' ? { codes: family.decide(input) } : { exposure: family.decide(input) }
}
