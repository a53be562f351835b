import type { Parameters } from '#shared/domain/strategyType.ts'
import { LedgerBuffers } from '../../simulator/ledgerBuffers.ts'
import { type Decisions, simulate } from '../../simulator/simulate.ts'
import { strategyFamily } from '../../strategies/registry.ts'
import type { StrategyFamily } from '../../strategies/strategyFamily.ts'
import { SeriesCache } from '../decisions/seriesCache.ts'
import { decideBreakout, decideReversion, decideTrend, type SharedDecision } from '../decisions/sharedCodes.ts'
import { decideMomentum } from '../decisions/sharedExposure.ts'
import { findLongTrades } from '../decisions/sharedTrades.ts'
import type { LongTrades } from '../fold/longFold.ts'
import type { LongTradesFinder } from '../fold/longTrades.ts'
import { trialParameters } from '../planSweep.ts'
import type { Folding, TrialContext } from './trialContext.ts'

/** Families whose trials share indicators. */
const SHARED_DECISIONS: Readonly<Record<string, SharedDecision>> = {
  trend_following: decideTrend,
  mean_reversion: decideReversion,
  breakout: decideBreakout,
}

/**
 * Runs trials of any family one by one: decisions from shared indicators where the family has them, else its own; then
 * folded where that is possible, else simulated. One set of memory serves all trials.
 */
export class SimulatedTrials {
  readonly #context: TrialContext
  readonly #family: StrategyFamily
  readonly #cache = new SeriesCache()
  readonly #buffers = new LedgerBuffers()
  readonly #codes: Int8Array
  readonly #exposure: Float64Array

  constructor(context: TrialContext) {
    const { bars, plan } = context
    this.#context = context
    this.#family = strategyFamily(plan.spec.strategy.type)
    this.#codes = new Int8Array(this.#family.kind === 'signal' ? bars.close.length : 0)
    this.#exposure = new Float64Array(this.#family.kind === 'target' ? bars.close.length : 0)
  }

  run(trials: readonly number[]): void {
    for (const trial of trials) {
      this.runOne(trial)
      this.#context.control.checkpoint(1)
    }
  }

  runOne(trial: number): void {
    const { bars, window, plan, folding, recorder } = this.#context
    const parameters = trialParameters(plan, trial)
    if (folding !== null && this.#fold(parameters, folding) && recorder.recordFold(trial, folding.fold)) return
    const decisions = this.#decide(parameters)
    recorder.recordLedger(trial, simulate({ bars, window, decisions, spec: plan.spec, buffers: this.#buffers }))
  }

  /** False where the trades are not those of a long-only run. */
  #fold(parameters: Parameters, { fold, trades }: Folding): boolean {
    const { bars, plan } = this.#context
    if (this.#family.kind === 'target') return false
    const firstBar = this.#family.firstDecisionBar(parameters)
    const found = findLongTrades({ type: plan.spec.strategy.type, parameters }, { bars, cache: this.#cache, firstBar, trades })
    const long = found ?? this.#tradesOfCodes(parameters, trades)
    if (long === null) return false
    fold.run(long)
    return true
  }

  #tradesOfCodes(parameters: Parameters, trades: LongTradesFinder): LongTrades | null {
    const decisions = this.#decide(parameters)
    return 'codes' in decisions ? trades.ofCodes(decisions.codes) : null
  }

  #decide(parameters: Parameters): Decisions {
    const { bars, plan } = this.#context
    const { type } = plan.spec.strategy
    const family = this.#family
    const periodsPerYear = plan.spec.periods_per_year
    const shared = { bars, cache: this.#cache, firstBar: family.firstDecisionBar(parameters) }
    const decideCodes = SHARED_DECISIONS[type]
    if (decideCodes !== undefined) {
      decideCodes(parameters, { ...shared, codes: this.#codes })
      return { codes: this.#codes }
    }
    if (type === 'ts_momentum') {
      decideMomentum(parameters, { ...shared, periodsPerYear, exposure: this.#exposure })
      return { exposure: this.#exposure }
    }
    const input = { bars, parameters, periodsPerYear }
    return family.kind === 'signal' ? { codes: family.decide(input) } : { exposure: family.decide(input) }
  }
}
