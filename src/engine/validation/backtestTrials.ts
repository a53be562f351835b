import type { Bars, MarketSeries } from '#shared/domain/dataset.ts'
import type { RunLedger } from '#shared/domain/ledger.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import type { Parameters } from '#shared/domain/strategyType.ts'
import { sliceBars } from '../market/sliceBars.ts'
import type { MetricRates } from '../metrics/computeReturnMetrics.ts'
import { slicePanel } from '../panel/panel.ts'
import { simulatePanelRun } from '../panel/simulatePanelRun.ts'
import type { CancelSignal } from '../simulator/cancelSignal.ts'
import { completeRunSpec } from '../simulator/completeRunSpec.ts'
import { type Decisions, simulate } from '../simulator/simulate.ts'
import { withParameters } from '../simulator/withParameters.ts'
import { strategyFamily } from '../strategies/registry.ts'
import { longestOpen } from './longestOpen.ts'
import type { BarRange } from './planFolds.ts'
import { scoreRun, type TrialRun, type TrialRunner } from './trial.ts'

/** Changes what a strategy decided before it is played. */
export interface Alteration {
  /** On one instrument. */
  readonly decisions: (decisions: Decisions) => Decisions
  /** On a panel: one column of weights per instrument. */
  readonly weights: (weights: readonly Float64Array[]) => readonly Float64Array[]
}

export type BacktestTrialsInput = MarketSeries & {
  /** Everything but the dates, which the ranges replace; the trials' parameters go over those of its strategy. */
  readonly spec: RunSpec
  readonly alter?: Alteration | undefined
  readonly cancel?: CancelSignal | undefined
}

/**
 * Trials by the simulator, on one instrument or on a panel. Every trial is handed data cut off at the end of its range: a
 * later row does not exist for it.
 * @throws AppError when a trial runs: `invalid_input` (strategy, parameters, settings), `data_invalid`, `cancelled`.
 */
export function backtestTrials(input: BacktestTrialsInput): TrialRunner {
  const rates = ratesOf(input.spec)
  const runTrial = (parameters: Parameters, range: BarRange): TrialRun => {
    const { positions, trades, fills, openTrades } = playTrial(input, parameters, range)
    const longestOpenBars = openTrades === 0 ? 0 : longestOpen(fills, range.end - 1)
    return { initialCash: input.spec.initial_cash, equity: positions.equity, trades, openTrades, longestOpenBars }
  }
  return {
    runTrial,
    scoreTrials: (parameterSets, range) =>
      parameterSets.map((parameters) => {
        const { positions, trades } = playTrial(input, parameters, range)
        return scoreRun({ initialCash: input.spec.initial_cash, equity: positions.equity, trades }, rates)
      }),
  }
}

/** The whole ledger of one trial. */
export function playTrial(input: BacktestTrialsInput, parameters: Parameters, range: BarRange): RunLedger {
  const spec = completeRunSpec(withParameters(input.spec, parameters))
  const window = { firstBar: range.from, lastBar: range.end - 1 }
  const { alter, cancel } = input
  if ('panel' in input) {
    const panel = slicePanel(input.panel, 0, range.end)
    return simulatePanelRun({ panel, window, spec, alter: alter?.weights, cancel }).ledger
  }
  const bars = sliceBars(input.bars, 0, range.end)
  const decisions = decide(spec, bars)
  return simulate({ bars, window, decisions: alter === undefined ? decisions : alter.decisions(decisions), spec, cancel })
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
